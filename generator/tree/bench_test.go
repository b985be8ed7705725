//go:build unix

package tree

import (
	"syscall"
	"testing"
	"time"
)

// The largest fleet that the design promises: 30,000 files, 80 MB.
const benchFiles, benchSize = 30_000, 2_700

func BenchmarkWrite(b *testing.B) {
	want := fleet(benchFiles, benchSize, 1)
	measure(b, func() func() {
		output := open(b, b.TempDir())
		return func() { succeed(b, render(b.Context(), output, want)) }
	})
}

func BenchmarkRewrite(b *testing.B) {
	output, version := open(b, b.TempDir()), 0
	succeed(b, render(b.Context(), output, fleet(benchFiles, benchSize, version)))
	measure(b, func() func() {
		version++
		want := fleet(benchFiles, benchSize, version)
		return func() { succeed(b, render(b.Context(), output, want)) }
	})
}

func BenchmarkDiffOfNothing(b *testing.B) {
	output, want := open(b, b.TempDir()), fleet(benchFiles, benchSize, 1)
	succeed(b, render(b.Context(), output, want))
	measure(b, func() func() {
		return func() {
			changes, err := output.Diff(want)
			succeed(b, err)
			equal(b, "changes", lines(changes), nil)
		}
	})
}

// measure reports files a second, and the CPU time of the process beside the time on the clock. What prepare does before
// it returns the work is not measured.
func measure(b *testing.B, prepare func() (work func())) {
	b.ReportAllocs()
	var cpu time.Duration
	for b.Loop() {
		b.StopTimer()
		work := prepare()
		before := cpuTime(b)
		b.StartTimer()
		work()
		cpu += cpuTime(b) - before
	}
	b.ReportMetric(cpu.Seconds()/float64(b.N), "cpu-s/op")
	b.ReportMetric(float64(benchFiles*b.N)/b.Elapsed().Seconds(), "files/s")
}

// cpuTime is what the process has used so far, in user and in system mode.
func cpuTime(b *testing.B) time.Duration {
	var usage syscall.Rusage
	succeed(b, syscall.Getrusage(syscall.RUSAGE_SELF, &usage))
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
