package tools

import (
	"context"
	"encoding/json"
	"os"
)

// handed is the environment variable that holds the paths of programs, by which they come into a sandbox.
const handed = "E2E_PROGRAMS"

// Handed returns the programs of the tools to a test program that starts itself anew in a sandbox, where nothing could be built or
// downloaded: it ensures them and the modules the first time, and takes what that handed on later. Ensure and Module say what may
// go wrong.
func Handed(ctx context.Context, names ...Name) (programs Programs, err error) {
	if text := os.Getenv(handed); text != "" {
		return programs, json.Unmarshal([]byte(text), &programs)
	}
	if programs, err = Ensure(ctx, names...); err != nil {
		return nil, err
	}
	if err := Download(ctx); err != nil {
		return nil, err
	}
	text, err := json.Marshal(programs)
	if err != nil {
		return nil, err
	}
	return programs, os.Setenv(handed, string(text))
}
