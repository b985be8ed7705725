// Command cmd builds what the proof runs, as far as it is missing, and prints the path of each program:
// go run ./tools/cmd [TOOL...]; without a name all of them but argocd-v2, which takes six minutes and which few runs need. It
// downloads what the proof reads of modules as well.
package main

import (
	"context"
	"fmt"
	"maps"
	"os"
	"os/signal"
	"slices"

	"github.com/example/fastapi-gitops/e2e/tools"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := build(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// build goes tool by tool, since both Argo CDs have programs of the same names.
func build(ctx context.Context, wanted []string) error {
	names, err := choose(wanted)
	if err != nil {
		return err
	}
	for _, name := range names {
		programs, err := tools.Ensure(ctx, name)
		if err != nil {
			return err
		}
		for _, program := range slices.Sorted(maps.Keys(programs)) {
			fmt.Println(programs[program])
		}
	}
	return tools.Download(ctx)
}

// choose returns the tools of the names, all of them if there is none.
func choose(wanted []string) ([]tools.Name, error) {
	if len(wanted) == 0 {
		return slices.DeleteFunc(tools.All(), func(n tools.Name) bool { return n == tools.ArgoCDv2 }), nil
	}
	var names []tools.Name
	for _, name := range wanted {
		i := slices.IndexFunc(tools.All(), func(known tools.Name) bool { return known.String() == name })
		if i < 0 {
			return nil, fmt.Errorf("%s: no such tool, there are %v", name, tools.All())
		}
		names = append(names, tools.All()[i])
	}
	return names, nil
}
