package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/example/fastapi-gitops/generator/account"
	"github.com/example/fastapi-gitops/generator/provision"
	"github.com/example/fastapi-gitops/generator/tree"
	"github.com/spf13/cobra"
)

// accountCommand makes what a fleet has at AWS outside of its clusters.
func accountCommand() *cobra.Command {
	session := provision.Session{}
	command := &cobra.Command{
		Use:   "account [FLEET]",
		Short: "Make keys, roles and DNS zone of a fleet at AWS as eksctl/FLEET/account.yaml says",
		Long: `Make keys, roles and DNS zone of a fleet at AWS as eksctl/FLEET/account.yaml says.

Runs aws. Prints what CloudFormation would change, for which it makes a change
set and discards it, and once you agree has it do just that; then prints what
came out and which input it belongs in. Without a terminal --yes agrees. Can be
interrupted and repeated. FLEET may be left out if there is one.`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 1 {
				return oneName(cmd, args)
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			return provisioning(cmd, &session, func(r *rendering) error {
				fleet, err := fleetOf(r.plan, append(args, "")[0])
				if err != nil {
					return err
				}
				file := account.Place(fleet).Path
				content, err := r.current(file)
				if err != nil {
					return err
				}
				return provision.Account{Session: session, Fleet: fleet, File: file}.Apply(cmd.Context(), content)
			})
		},
	}
	sessionFlags(command, &session)
	return command
}

// current is the content of a rendered file, which is to be on disk what the inputs say: others read it there.
func (r *rendering) current(name string) ([]byte, error) {
	is, err := os.ReadFile(name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	if want := append([]byte(tree.Header), r.files[name]...); !bytes.Equal(is, want) {
		return nil, fmt.Errorf("%s is not what the inputs say: run `go run ./generator`, look at what changes and commit it first", name)
	}
	return is, nil
}
