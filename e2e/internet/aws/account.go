// Package aws is an AWS account as far as the committed tree depends on it: STS and EKS Pod Identity give the roles that the
// tree's eksctl configuration makes to the ServiceAccounts which they trust, and Secrets Manager gives secrets, Route 53 changes
// records, to whom the roles' policies allow. Tokens, signatures and policies are verified for real, so a wrong name anywhere
// is refused as AWS would.
package aws

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// Account is one account in one region. It is made by New and may be used by several goroutines.
type Account struct {
	id, region string

	mu       sync.Mutex
	roles    map[string]Role    // by ARN
	sessions map[string]session // by access key id
	secrets  map[string]secret  // by name
	zones    []*zone
	changes  map[string]time.Time // of zones, by id
	calls    []Call
}

// Call is one call of an API, as CloudTrail would have it.
type Call struct {
	// Principal is the subject of a token at STS, else the assumed role with its session; empty where it is not known.
	Principal string
	// Action is such as secretsmanager:GetSecretValue.
	Action string
	// Resource is the ARN of what the call is about.
	Resource string
	Allowed  bool
}

// session is a role that somebody has assumed for a time.
type session struct {
	role                        Role
	name, key, secretKey, token string
	expires                     time.Time
}

// secret is a secret with its current version, which is empty before somebody gives it a value.
type secret struct {
	name, arn, version, value string
	changed                   time.Time
}

// New is an account without secrets, whose number is id.
func New(id, region string, roles ...Role) *Account {
	account := &Account{
		id:       id,
		region:   region,
		sessions: map[string]session{},
		secrets:  map[string]secret{},
		changes:  map[string]time.Time{},
	}
	account.SetRoles(roles...)
	return account
}

// SetRoles makes these all roles that STS gives, as they are after a cluster was made or changed.
func (a *Account) SetRoles(roles ...Role) {
	byARN := map[string]Role{}
	for _, role := range roles {
		byARN[role.ARN] = role
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.roles = byARN
}

// role is that of an ARN, and false if there is none.
func (a *Account) role(arn string) (Role, bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	role, ok := a.roles[arn]
	return role, ok
}

// Versions are the ids of the current versions of all secrets, by name: empty for one that has no value yet.
func (a *Account) Versions() map[string]string {
	a.mu.Lock()
	defer a.mu.Unlock()
	versions := map[string]string{}
	for name, secret := range a.secrets {
		versions[name] = secret.version
	}
	return versions
}

// Put sets the value of the secret name, which it makes if there is none: a new version, as a rotation.
func (a *Account) Put(name, value string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.secrets[name] = secret{name, a.secretARN(name), rand.Text(), value, time.Now()}
}

// Value is that of the secret name, empty if there is none.
func (a *Account) Value(name string) string {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.secrets[name].value
}

// CreateSecret is what the controller of secrets does that runs in clusters (AWS Controllers for Kubernetes), with its role: it takes
// over the secret, or makes it without a value.
func (a *Account) CreateSecret(role Role, name string) error {
	caller := a.assume(role, "ack", podSession)
	arn := a.secretARN(name)
	may := func(action string) error {
		return a.authorize(caller, "secretsmanager:"+action, arn, name, map[string][]string{
			"aws:RequestedRegion": {a.region}, "secretsmanager:Name": {name}, "secretsmanager:SecretId": {name},
		})
	}
	if err := may("DescribeSecret"); err != nil {
		return err
	}
	a.mu.Lock()
	_, there := a.secrets[name]
	a.mu.Unlock()
	if there {
		return may("UpdateSecret")
	}
	if err := may("CreateSecret"); err != nil {
		return err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.secrets[name] = secret{name: name, arn: arn, changed: time.Now()}
	return nil
}

// secretARN ends in six characters that are not the name's : a policy for the bare name does not match it
// (https://docs.aws.amazon.com/secretsmanager/latest/userguide/whats-in-a-secret.html).
func (a *Account) secretARN(name string) string {
	sum := sha256.Sum256([]byte(name))
	return a.secretPrefix() + name + "-" + base32.StdEncoding.EncodeToString(sum[:])[:6]
}

func (a *Account) secretPrefix() string {
	return fmt.Sprintf("arn:aws:secretsmanager:%s:%s:secret:", a.region, a.id)
}

// Calls are all calls until now, first to last.
func (a *Account) Calls() []Call {
	a.mu.Lock()
	defer a.mu.Unlock()
	return slices.Clone(a.calls)
}

func (a *Account) record(call Call) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.calls = append(a.calls, call)
}

// assume gives the role to a session called name for a time.
func (a *Account) assume(role Role, name string, lifetime time.Duration) session {
	assumed := session{
		role:      role,
		name:      name,
		key:       "ASIA" + rand.Text()[:16],
		secretKey: rand.Text() + rand.Text()[:14],
		token:     rand.Text() + rand.Text(),
		expires:   time.Now().Add(lifetime),
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.sessions[assumed.key] = assumed
	return assumed
}

// principal is the ARN of the session.
func (a *Account) principal(s session) string {
	name := s.role.ARN[strings.LastIndex(s.role.ARN, "/")+1:]
	return fmt.Sprintf("arn:aws:sts::%s:assumed-role/%s/%s", a.id, name, s.name)
}

// authorize records the call and refuses what the caller's policy does not allow. The resource is named as the caller did; the
// keys are those of the action, to which the caller's are added.
func (a *Account) authorize(caller session, action, arn, named string, keys map[string][]string) error {
	keys["aws:PrincipalArn"] = []string{caller.role.ARN}
	allowed := caller.role.Policy.Allows(action, arn, keys)
	a.record(Call{a.principal(caller), action, arn, allowed})
	if allowed {
		return nil
	}
	return &fault{http.StatusBadRequest, "AccessDeniedException", "User: " + a.principal(caller) + " is not authorized to perform: " +
		action + " on resource: " + named + " because no identity-based policy allows the " + action + " action"}
}

// fault is an error of an API.
type fault struct {
	status        int
	code, message string
}

func (f *fault) Error() string { return f.code + ": " + f.message }
