// Package provisiontest has programs for tests that act as aws and eksctl do, on a cloud in a file: each does what the other
// one's answers are then about. What eksctl cannot do twice, such as making an association that is there, fails here too.
//
// They read their surroundings: CLOUD names the file of the cloud and CALLS the one in which each writes down how it is called.
// A call that begins with FAIL fails, one that begins with HANG says so through the named pipe STARTED and waits for an
// interrupt, and STEPS is how much of a cluster eksctl makes before it fails.
package provisiontest

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
)

// Cloud is an AWS account with a cluster.
type Cloud struct {
	Account   string            // its number
	Caller    string            // ARN
	Roles     map[string]string // what IAM answers for those that are not there just so: an ARN, or an error's code
	Stacks    map[string]string
	Templates map[string]any // of roles, by stack
	Outputs   map[string][]map[string]string
	ChangeSet map[string]any
	Cluster   *Cluster
	Pending   *Config // of a cluster that CloudFormation makes
	Retention int     // days
	Providers []string
	Eksctl    string // version

	// Of the cluster that is made next: EKS gives each its own.
	Issuer    string // address of the OpenID Connect provider
	Endpoint  string
	Authority string
}

// Cluster is one of EKS.
type Cluster struct {
	Config     Config // of what was made once
	Issuer     string
	Endpoint   string
	Authority  string
	Status     string
	Version    string
	Key        string
	Logs       []string
	Public     bool
	CIDRs      []string
	ZonalShift bool

	Entries      map[string]Entry
	Accounts     []string
	Associations map[string]string // roles
	Addons       map[string]Addon
	Groups       map[string]Group
}

// Load reads the cloud; there is always one.
func Load() *Cloud {
	cloud := &Cloud{Account: "111122223333", Caller: "arn:aws:sts::111122223333:assumed-role/hello-admin/me", Eksctl: "0.230.0",
		Issuer: "oidc.eks.ap-south-1.amazonaws.com/id/0123456789ABCDEF", Endpoint: Endpoint, Authority: Authority,
		Roles: map[string]string{}, Stacks: map[string]string{}, Templates: map[string]any{}, Outputs: map[string][]map[string]string{}}
	data, err := os.ReadFile(os.Getenv("CLOUD"))
	if err == nil {
		err = json.Unmarshal(data, cloud)
	}
	if err != nil && !os.IsNotExist(err) {
		fail(err)
	}
	return cloud
}

// Save writes it.
func (c *Cloud) Save() {
	data, err := json.MarshalIndent(c, "", "  ")
	if err == nil {
		err = os.WriteFile(os.Getenv("CLOUD"), data, 0o644)
	}
	if err != nil {
		fail(err)
	}
}

// call is how a program was called.
type call struct {
	words []string
	flags map[string]string
}

// is reports whether the call begins with words.
func (c call) is(words string) bool {
	wanted := strings.Fields(words)
	return len(c.words) >= len(wanted) && slices.Equal(c.words[:len(wanted)], wanted)
}

// begin writes down a call and does what the surroundings say.
func begin(program string) call {
	c := call{flags: map[string]string{}}
	for _, arg := range os.Args[1:] {
		if name, value, ok := strings.Cut(arg, "="); ok && strings.HasPrefix(name, "--") {
			c.flags[name] = value
		} else {
			c.words = append(c.words, arg)
		}
	}
	line := program + " " + strings.Join(os.Args[1:], " ")
	note(line)
	if hang := os.Getenv("HANG"); hang != "" && strings.HasPrefix(line, hang) {
		wait()
	}
	if prefix := os.Getenv("FAIL"); prefix != "" && strings.HasPrefix(line, prefix) {
		fmt.Fprintln(os.Stderr, "Error: no "+program+" today")
		os.Exit(3)
	}
	return c
}

func note(line string) {
	file, err := os.OpenFile(os.Getenv("CALLS"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		fail(err)
	}
	defer file.Close()
	fmt.Fprintln(file, line)
}

// wait ends with an interrupt.
func wait() {
	interrupted := make(chan os.Signal, 1)
	signal.Notify(interrupted, os.Interrupt)
	started, err := os.OpenFile(os.Getenv("STARTED"), os.O_WRONLY, 0)
	if err != nil {
		fail(err)
	}
	started.Close()
	<-interrupted
	note("interrupted")
	os.Exit(1)
}

func fail(args ...any) {
	fmt.Fprintln(os.Stderr, append([]any{"Error:"}, args...)...)
	os.Exit(1)
}

// say prints an answer.
func say(answer any) {
	encoder := json.NewEncoder(os.Stdout)
	if err := encoder.Encode(answer); err != nil {
		fail(err)
	}
}

// read is what a --config-file holds.
func read(name string) []byte {
	if name == "-" {
		data, err := io.ReadAll(os.Stdin)
		if err != nil {
			fail(err)
		}
		return data
	}
	data, err := os.ReadFile(name)
	if err != nil {
		fail(err)
	}
	return data
}
