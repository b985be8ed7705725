package external_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/example/fastapi-gitops/generator/external"
)

func TestString(t *testing.T) {
	for _, tt := range []struct {
		command external.Command
		want    string
	}{
		{external.New("kubectl"), "kubectl"},
		{external.New("kubectl", "apply", "--filename=-"), "kubectl apply --filename=-"},
		{external.New("aws", "--query", "[a,b]"), "aws --query '[a,b]'"},
		{external.New("echo", "", "it's", "$HOME"), `echo '' 'it'\''s' '$HOME'`},
		{external.New("cat").Reading([]byte("secret")), "cat"},
	} {
		if got := tt.command.String(); got != tt.want {
			t.Errorf("%q, want %q", got, tt.want)
		}
	}
}

func TestWithLeavesTheCommandAsItWas(t *testing.T) {
	base := external.New("kubectl", "apply")
	first, second := base.With("a"), base.With("b")
	if first.String() != "kubectl apply a" || second.String() != "kubectl apply b" || base.String() != "kubectl apply" {
		t.Errorf("%s; %s; %s", base, first, second)
	}
}

func TestOutputReadsWhatItIsGiven(t *testing.T) {
	var errs bytes.Buffer
	out, err := external.New("sh", "-c", "cat; echo beside >&2").Reading([]byte("given")).Output(context.Background(), &errs)
	if err != nil || string(out) != "given" || errs.String() != "beside\n" {
		t.Errorf("%q, %q, %v", out, &errs, err)
	}
}

func TestErrorNamesTheCommandAndNotItsInput(t *testing.T) {
	err := external.New("sh", "-c", "exit 3").Reading([]byte("secret")).Run(context.Background(), nil, nil)
	if err == nil || err.Error() != "sh -c 'exit 3': exit status 3" {
		t.Errorf("%v", err)
	}
}

// TestNoPager has a person's pager, at which aws would stop.
func TestNoPager(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("PATH", dir+string(os.PathListSeparator)+os.Getenv("PATH"))
	t.Setenv("AWS_PAGER", "less")
	for program, want := range map[string]string{"aws": "none", "eksctl": "less"} {
		script := "#!/bin/sh\nprintf %s \"${AWS_PAGER:-none}\"\n"
		if err := os.WriteFile(filepath.Join(dir, program), []byte(script), 0o755); err != nil {
			t.Fatal(err)
		}
		got, err := external.New(program).Output(t.Context(), nil)
		if err != nil || string(got) != want {
			t.Errorf("%s: the pager is %q, want %q: %v", program, got, want, err)
		}
	}
}

// TestInterrupted ends a program that would take an hour.
func TestInterrupted(t *testing.T) {
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	started := time.Now()
	err := external.New("sleep", "3600").Run(ctx, nil, nil)
	if err == nil || time.Since(started) > 5*time.Second {
		t.Errorf("%v after %s", err, time.Since(started))
	}
}

// TestInterruptedFirst has a program that hears of an interrupt before its caller does.
func TestInterruptedFirst(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(20*time.Millisecond, cancel)
	err := external.New("sh", "-c", "kill -INT $$").Run(ctx, nil, nil)
	if err == nil || ctx.Err() == nil {
		t.Errorf("error %v, and the context says %v, want both", err, ctx.Err())
	}
}

func TestInstalled(t *testing.T) {
	if err := external.Installed("sh"); err != nil {
		t.Error(err)
	}
	t.Setenv("PATH", t.TempDir())
	err := external.Installed("helm", "kubectl")
	if err == nil || !strings.Contains(err.Error(), "helm is not installed: see https://helm.sh") || !strings.Contains(err.Error(), "kubectl is not") {
		t.Errorf("%v", err)
	}
}
