package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"sigs.k8s.io/yaml"
)

// BenchmarkFleet measures the built program on synthetic fleets of 100 and 1,000 apps in three environments, as a user
// runs it, and prints a table. The floor is what the objects alone cost: each marshalled with sigs.k8s.io/yaml and
// written to a file, with nothing loaded, built, checked or compared.
func BenchmarkFleet(b *testing.B) {
	program := filepath.Join(b.TempDir(), "generator")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, out)
	}
	for b.Loop() {
		small, large := measureFleet(b, program, 100), measureFleet(b, program, 1000)
		fmt.Printf("\n%-22s %8s %8s %9s %12s %6s\n", "", "wall s", "CPU s", "objects", "objects/CPU s", "MB")
		for i := range small {
			fmt.Println(small[i])
			fmt.Println(large[i])
			fmt.Printf("%-22s %8.1f %8.1f %9.1f\n", "  ratio", large[i].wall/small[i].wall, large[i].cpu/small[i].cpu,
				float64(large[i].objects)/float64(small[i].objects))
		}
		b.ReportMetric(large[0].cpu, "CPU-s/render")
	}
}

// figures are those of one run of a process.
type figures struct {
	name      string
	wall, cpu float64 // seconds
	objects   int
	megabytes float64 // peak resident memory, zero when it was not a process of its own
}

func (f figures) String() string {
	return fmt.Sprintf("%-22s %8.2f %8.2f %9d %12.0f %6.0f", f.name, f.wall, f.cpu, f.objects, float64(f.objects)/f.cpu, f.megabytes)
}

// measureFleet renders a fleet of so many apps from nothing, checks it, renders it again after one app changed, alone
// and with all the others, and writes the same objects by the library.
func measureFleet(b *testing.B, program string, apps int) []figures {
	b.Helper()
	root := b.TempDir()
	writeFleet(b, root, apps)
	objects := 0
	measure := func(name string, args ...string) figures {
		command := exec.Command(program, args...)
		command.Dir = root
		started := time.Now()
		if out, err := command.CombinedOutput(); err != nil {
			b.Fatalf("%s: %v: %.2000s", name, err, out)
		}
		usage := command.ProcessState.SysUsage().(*syscall.Rusage)
		return figures{
			fmt.Sprintf("%s, %d apps", name, apps), time.Since(started).Seconds(),
			(command.ProcessState.UserTime() + command.ProcessState.SystemTime()).Seconds(), objects, float64(usage.Maxrss) / 1024,
		}
	}
	start := measure("start-up", "--help")
	render := measure("full render")
	objects = countFiles(b, filepath.Join(root, "rendered"))
	render.objects = objects
	check := measure("no-op check", "check")
	editApp(b, root)
	edit := measure("one app edited, --app", "--app", "app-0001")
	editApp(b, root)
	return []figures{start, render, check, edit, measure("one app edited"), floor(b, root, apps)}
}

// writeFleet writes the inputs of a fleet: the committed ones, with quotas that hold so many copies of the committed app.
func writeFleet(b *testing.B, root string, apps int) {
	b.Helper()
	inputs := inputsOf(b)
	app, versions := inputs["apps/fastapi-hello/app.yaml"], inputs["apps/fastapi-hello/versions.yaml"]
	delete(inputs, "apps/fastapi-hello/app.yaml")
	delete(inputs, "apps/fastapi-hello/versions.yaml")
	for _, name := range []string{"development", "staging", "production"} {
		file := inputs["environments/"+name+".yaml"]
		file.Data = append(withoutLine(file.Data, "quota:"), "quota: {cpu: 9k, memory: 9Ti, storage: 9Ti, pods: 9999}\n"...)
	}
	for i := range apps {
		inputs[fmt.Sprintf("apps/app-%04d/app.yaml", i)] = app
		inputs[fmt.Sprintf("apps/app-%04d/versions.yaml", i)] = versions
	}
	if err := os.CopyFS(root, inputs); err != nil {
		b.Fatal(err)
	}
}

// editApp gives one app another port, or takes it away again.
func editApp(b *testing.B, root string) {
	b.Helper()
	name := filepath.Join(root, "apps", "app-0001", "app.yaml")
	data, err := os.ReadFile(name)
	if err != nil {
		b.Fatal(err)
	}
	edited := withoutLine(data, "port:")
	if len(edited) == len(data) {
		edited = append(edited, "port: 8080\n"...)
	}
	if err := os.WriteFile(name, edited, 0o644); err != nil {
		b.Fatal(err)
	}
}

// withoutLine is a text without the lines that start with a prefix.
func withoutLine(data []byte, prefix string) []byte {
	var kept []byte
	for line := range bytes.Lines(data) {
		if !bytes.HasPrefix(line, []byte(prefix)) {
			kept = append(kept, line...)
		}
	}
	return kept
}

// floor marshals and writes the objects of the fleet, one after the other, on one core.
func floor(b *testing.B, root string, apps int) figures {
	b.Helper()
	r, err := render(os.DirFS(root), day)
	if err != nil {
		b.Fatal(err)
	}
	out := b.TempDir()
	started, before := time.Now(), cpuTime(b)
	objects := 0
	for _, fleet := range r.fleets {
		for _, cluster := range fleet.Clusters {
			for _, entry := range cluster.Entries {
				objects++
				data, err := yaml.Marshal(entry.Object)
				if err != nil {
					b.Fatal(err)
				}
				if err := os.WriteFile(filepath.Join(out, fmt.Sprint(objects)), data, 0o644); err != nil {
					b.Fatal(err)
				}
			}
		}
	}
	return figures{fmt.Sprintf("floor, %d apps", apps), time.Since(started).Seconds(), cpuTime(b) - before, objects, 0}
}

// cpuTime is what this process has used of all processors so far, in seconds.
func cpuTime(b *testing.B) float64 {
	b.Helper()
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		b.Fatal(err)
	}
	return float64(usage.Utime.Nano()+usage.Stime.Nano()) / 1e9
}

func countFiles(b *testing.B, folder string) int {
	b.Helper()
	files := 0
	err := filepath.WalkDir(folder, func(_ string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			files++
		}
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	return files
}
