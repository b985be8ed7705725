// Package provision makes what a fleet has at AWS, by the programs that are made for it: the stack of its account by
// CloudFormation, and its clusters by eksctl.
//
// It asks what there is, says what it would do and by which commands, and does it once a person agreed. Nothing is kept
// between two runs: after an interruption the next one asks again, and does what is missing.
package provision

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/example/fastapi-gitops/generator/external"
	"github.com/example/fastapi-gitops/generator/plan"
)

// ErrUnapproved says that there is something to do, and that nobody agreed.
var ErrUnapproved = errors.New("nothing was changed, since nobody agreed: --yes agrees without a question")

// Session is with the person, or the program, that wants something made.
type Session struct {
	// In is where the answer to a question comes from; nil if nobody can be asked.
	In io.Reader
	// Out hears of what is done, and Err what is wrong.
	Out, Err io.Writer
	// Yes agrees to everything, DryRun to nothing.
	Yes, DryRun bool
}

// step is one command.
type step struct {
	says    string
	command external.Command
	reads   string // what the command reads, for a person
}

// String is the command as one types it into a shell.
func (s step) String() string {
	if s.reads == "" {
		return s.command.String()
	}
	return s.command.String() + " # reads " + s.reads
}

// show lists steps without doing them.
func (s Session) show(steps []step) {
	for i, step := range steps {
		fmt.Fprintf(s.Out, "%d. %s\n   %s\n", i+1, step.says, step)
	}
}

// do runs the steps in order. The error is of the one that failed.
func (s Session) do(ctx context.Context, steps []step) error {
	for _, step := range steps {
		fmt.Fprintf(s.Out, "==> %s\n    %s\n", step.says, step)
		if err := step.command.Run(ctx, s.Out, s.Err); err != nil {
			return fmt.Errorf("%w\nwhat is done stays done: once the cause is gone, run it again for the rest", err)
		}
	}
	return nil
}

// agree asks whether to go on. It is nil for yes, and [ErrUnapproved] for everything else.
func (s Session) agree(ctx context.Context) error {
	if s.Yes {
		return nil
	}
	if s.In == nil {
		return ErrUnapproved
	}
	fmt.Fprint(s.Out, "Go on? Only yes does: ")
	answer := make(chan string, 1)
	go func() { // a read cannot be interrupted
		line, _ := bufio.NewReader(s.In).ReadString('\n') // what there is of a line is judged
		answer <- strings.TrimSpace(line)
	}()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case line := <-answer:
		if line != "yes" {
			return ErrUnapproved
		}
		return nil
	}
}

// ask runs a command that changes nothing, and decodes the JSON that it says.
func (s Session) ask(ctx context.Context, into any, command external.Command) error {
	said, err := command.Output(ctx, s.Err)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(said, into); err != nil {
		return fmt.Errorf("%s: what it says is not as expected: %w", command, err)
	}
	return nil
}

// inAccount sees that the credentials of aws, and so those of eksctl, are of the fleet's account.
func (s Session) inAccount(ctx context.Context, f *plan.Fleet) error {
	account, err := s.caller(ctx, f, "Account")
	if err != nil {
		return err
	}
	if account != f.Account {
		return fmt.Errorf("aws is in account %s, and fleet %s in %s: use credentials of that, or correct account in %s",
			account, f.Name, f.Account, f.Input.Document.Path)
	}
	return nil
}

// caller is the account, or the ARN, that the credentials are of.
func (s Session) caller(ctx context.Context, f *plan.Fleet, what string) (is string, err error) {
	err = s.ask(ctx, &is, external.New("aws", "sts", "get-caller-identity", "--query="+what, "--region="+f.Hub.Region, "--output=json"))
	if err != nil {
		return "", fmt.Errorf("%w\nit needs credentials of AWS account %s", err, f.Account)
	}
	return is, nil
}
