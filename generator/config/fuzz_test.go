package config

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
)

// FuzzDecode reads any bytes as each kind of input file. Whatever they are, the outcome is either inputs or problems
// that name the file.
func FuzzDecode(f *testing.F) {
	root := os.DirFS(filepath.Join("..", ".."))
	for _, pattern := range []string{"clusters/*/*.yaml", "environments/*.yaml", "apps/*/*.yaml"} {
		names, err := fs.Glob(root, pattern)
		if err != nil || len(names) == 0 {
			f.Fatalf("no seeds in %s (%v)", pattern, err)
		}
		for _, name := range names {
			data, err := fs.ReadFile(root, name)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(data)
		}
	}
	f.Add([]byte("zones: [a, *b]\ncidr: 10.0.0.1/8\n"))
	f.Add([]byte("team: x\nport: 99999999999999999999\nslo: {availability: 1e309, latency: 9223372036854775807ns}\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, name := range []string{
			"clusters/f/fleet.yaml", "clusters/f/c.yaml", "environments/e.yaml", "apps/a/app.yaml", "apps/a/versions.yaml",
			"apps/a/patches/e.yaml",
		} {
			files := fstest.MapFS{
				"clusters/f/fleet.yaml": {Data: []byte("{}")},
				"apps/a/app.yaml":       {Data: []byte("team: a")},
			}
			files[name] = &fstest.MapFile{Data: data}
			sources, err := Read(files)
			if err != nil {
				if !strings.Contains(err.Error(), name) {
					t.Errorf("%s is not named in %q", name, err)
				}
				continue
			}
			inputs, problems := sources.Decode()
			for _, problem := range problems {
				if !inputs.Broken[problem.File] {
					t.Errorf("%s has problems and is not broken", problem.File)
				}
			}
		}
	})
}

// FuzzScalars reads any text as each type of value: it either fits or the message says what was expected.
func FuzzScalars(f *testing.F) {
	for _, seed := range []string{"", "hello", "100m", "10.20.0.0/16", "30s", "99.9", "8000", "2027-01-31", "0 18 * * 5", "Asia/Kolkata",
		"https://github.com/example/x.git", "r.example.com/x:1@sha256:" + strings.Repeat("0", 64), "Deployment/hello", "/healthz",
		"arn:aws:iam::111122223333:role/hello", "arn:aws:kms:ap-south-1:111122223333:key/" + exampleKey, "m7i.large"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, value := range []interface{ UnmarshalText([]byte) error }{
			new(Name), new(Domain), new(GitURL), new(BranchName), new(GroupName), new(URLPath), new(ObjectName), new(Quantity),
			new(Duration), new(LatencyBound), new(Port), new(Count), new(Percent), new(Objective), new(AccountID), new(Region),
			new(KubernetesVersion), new(CIDR), new(VPCRange), new(Image), new(Date), new(CronSchedule), new(TimeZone),
			new(RoleARN), new(KeyARN), new(ZoneID), new(InstanceType), new(NodeCount), new(Retention), new(PublicRange),
		} {
			if err := value.UnmarshalText([]byte(text)); err != nil && err.Error() == "" {
				t.Errorf("%T: no message for %q", value, text)
			}
		}
	})
}
