// Command generator renders the inputs of this repository, clusters/, environments/ and apps/, into the trees that Argo
// CD and eksctl apply, rendered/ and eksctl/.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"github.com/spf13/cobra"
)

// gcPercent is how much the heap may grow between collections, in percent. A run is short and most of what it makes lives
// to its end: collecting less often saves a fifth of its CPU time.
const gcPercent = 400

// Exit codes.
const (
	exitProblem = 1 // in the inputs, the objects or the tree
	exitUsage   = 2
)

func main() {
	debug.SetGCPercent(gcPercent)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:]))
}

// run is the program without the process around it.
func run(ctx context.Context, args []string) int {
	command := root()
	command.SetArgs(args)
	err := command.ExecuteContext(ctx)
	switch {
	case err == nil:
		return 0
	case errors.Is(err, errReported):
	case ctx.Err() != nil:
		fmt.Fprintln(command.ErrOrStderr(), "interrupted: every file is whole, run it again for the rest")
	default:
		fmt.Fprintln(command.ErrOrStderr(), err)
	}
	if errors.As(err, new(usageError)) {
		return exitUsage
	}
	return exitProblem
}

// errReported ends a command that has already said what is wrong.
var errReported = errors.New("reported")

// usageError is a command line that the program does not understand.
type usageError struct{ error }

// root renders when it is called without a subcommand.
func root() *cobra.Command {
	var apps []string
	command := &cobra.Command{
		Use:   "generator",
		Short: "Render clusters/, environments/ and apps/ into rendered/ and eksctl/",
		Long: `Render clusters/, environments/ and apps/ into rendered/ and eksctl/.

Prints each file that changes, what is worth knowing, and one line of figures.
Nothing is written unless everything rendered and passed every check.`,
		Args:          noArgs,
		SilenceErrors: true,
		SilenceUsage:  true,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return renderCommand(cmd, apps)
		},
	}
	command.Flags().StringSliceVar(&apps, "app", nil, "render only these apps, not what depends on all of them (CI renders everything)")
	command.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usageError{err} })
	command.CompletionOptions.DisableDefaultCmd = true
	command.SuggestionsMinimumDistance = 2
	command.AddCommand(checkCommand(), newCommand(), schemaCommand(), explainCommand(), imageCommand(), registryCommand(),
		accountCommand(), clusterCommand(), bootstrapCommand())
	return command
}

// noArgs refuses arguments, with the nearest command for a misspelt one.
func noArgs(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	hint := ""
	if near := cmd.SuggestionsFor(args[0]); len(near) > 0 {
		hint = fmt.Sprintf(" (did you mean %q?)", near[0])
	}
	return usageError{fmt.Errorf("unknown command %q%s: see %s --help", args[0], hint, cmd.CommandPath())}
}
