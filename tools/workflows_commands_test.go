package tools_test

import (
	"fmt"
	"os"
	"os/exec"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"mvdan.cc/sh/v3/syntax"
)

// Programs that a script of a workflow may call besides make, go and what service/requirements-dev.txt pins. They are on
// the runner, https://github.com/actions/runner-images/blob/main/images/ubuntu/Ubuntu2404-Readme.md, or in bash; cosign is
// installed by its action.
var (
	movers  = []string{"cat", "cosign", "cut", "echo", "exit", "gh", "git", "head", "id", "jq", "mkdir", "printf", "sha256sum", "skopeo", "test"}
	runners = []string{"docker", "pip", "python3"} // of code that the repository or a registry brings
)

// command is a simple command of a script.
type command struct {
	name string // without the directory
	args []string
}

// missingCommands finds commands that are neither in the Makefile nor the generator's, in the service's lock file or on the
// runner.
func missingCommands(t *testing.T, workflows []workflow) []string {
	t.Helper()
	makefile, lock := read(t, "../Makefile"), read(t, "../service/requirements-dev.txt")
	var faults []string
	for _, w := range workflows {
		for name, j := range w.Jobs {
			for _, s := range j.Steps {
				for _, c := range commands(t, s.Run) {
					if why := missing(t, c, makefile, lock); why != "" {
						faults = append(faults, fmt.Sprintf("%s: %s: %s %s: %s", w.name, name, c.name, strings.Join(c.args, " "), why))
					}
				}
			}
		}
	}
	return faults
}

// missing says why a command cannot be run, if it cannot.
func missing(t *testing.T, c command, makefile, lock string) string {
	t.Helper()
	line := strings.Join(append([]string{c.name}, c.args...), " ")
	switch {
	case slices.Contains(movers, c.name), slices.Contains(runners, c.name):
		return ""
	case c.name == "make":
		for _, target := range c.args {
			if !regexp.MustCompile(`(?m)^` + regexp.QuoteMeta(target) + `:`).MatchString(makefile) {
				return "no such target"
			}
		}
		return ""
	case strings.HasPrefix(line, "go run ./generator "):
		return missingInGenerator(t, c.args[2], c.args[3:])
	case strings.Contains(makefile, "\t"+line+"\n"), strings.Contains(lock, "\n"+c.name+"=="):
		return ""
	}
	return "neither in the Makefile nor the generator's, and not on the runner"
}

// missingInGenerator asks the generator itself what it can do.
func missingInGenerator(t *testing.T, subcommand string, args []string) string {
	t.Helper()
	out, complaint, ok := ask(t, exec.Command(generator(t), subcommand, "--help"))
	help := string(out)
	if !ok || !strings.Contains(help, "generator "+subcommand+" ") {
		return "no such subcommand: " + complaint
	}
	for _, arg := range args {
		if flag, _, _ := strings.Cut(arg, "="); strings.HasPrefix(arg, "--") && !strings.Contains(help, " "+flag+" ") {
			return "no flag " + flag
		}
	}
	return ""
}

var generatorOnce = sync.OnceValues(func() ([]byte, error) {
	return exec.Command("go", "build", "-C", "..", "-o", "bin/generator", "./generator").CombinedOutput()
})

// generator links the generator, once, and returns its path.
func generator(t *testing.T) string {
	t.Helper()
	if out, err := generatorOnce(); err != nil {
		t.Fatalf("the generator does not build: %v\n%s", err, out)
	}
	return absolute(t, "../bin/generator")
}

// commands are the simple commands of a script, wherever in it they stand. Calls of its own functions are left out.
func commands(t *testing.T, script string) []command {
	t.Helper()
	file, err := syntax.NewParser().Parse(strings.NewReader(script), "")
	if err != nil {
		t.Fatalf("%v\n%s", err, script)
	}
	var found []command
	var own []string
	syntax.Walk(file, func(node syntax.Node) bool {
		switch node := node.(type) {
		case *syntax.FuncDecl:
			own = append(own, node.Name.Value)
		case *syntax.CallExpr:
			if len(node.Args) > 0 {
				found = append(found, command{path.Base(words(t, node.Args[:1])[0]), words(t, node.Args[1:])})
			}
		}
		return true
	})
	return slices.DeleteFunc(found, func(c command) bool { return slices.Contains(own, c.name) })
}

// words returns the words as they are written, less their double quotes.
func words(t *testing.T, written []*syntax.Word) []string {
	t.Helper()
	var words []string
	for _, word := range written {
		var text strings.Builder
		if err := syntax.NewPrinter().Print(&text, word); err != nil {
			t.Fatal(err)
		}
		words = append(words, strings.ReplaceAll(text.String(), `"`, ""))
	}
	return words
}

func read(t *testing.T, path string) string {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}
