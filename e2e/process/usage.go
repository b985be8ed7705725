package process

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// tick is the unit of CPU time in /proc: USER_HZ, 1/100 s on every Linux port that Go has (proc_pid_stat(5), time(7)).
const tick = 10 * time.Millisecond

// Usage is what a process takes: memory in bytes and CPU time.
type Usage struct {
	RSS  int64 // resident now; 0 once it ended
	Peak int64 // most that was ever resident
	CPU  time.Duration
}

// Add is the sum of two processes. Peaks at different times add up to an upper bound.
func (u Usage) Add(v Usage) Usage {
	return Usage{RSS: u.RSS + v.RSS, Peak: u.Peak + v.Peak, CPU: u.CPU + v.CPU}
}

func (u Usage) String() string {
	return fmt.Sprintf("%d MiB now, %d MiB peak, %.1f s CPU", u.RSS>>20, u.Peak>>20, u.CPU.Seconds())
}

// Usage measures the process itself, without its children: from /proc while it runs, from its exit record afterwards.
func (p *Process) Usage() Usage {
	select {
	case <-p.done:
		return p.final()
	default:
	}
	dir := "/proc/" + strconv.Itoa(p.Pid())
	status, err := os.ReadFile(dir + "/status")
	if err != nil {
		return Usage{}
	}
	stat, _ := os.ReadFile(dir + "/stat")
	return Usage{RSS: kibibytes(status, "VmRSS:"), Peak: kibibytes(status, "VmHWM:"), CPU: cpu(string(stat))}
}

func (p *Process) final() Usage {
	state := p.cmd.ProcessState
	u := Usage{CPU: state.UserTime() + state.SystemTime()}
	if r, ok := state.SysUsage().(*syscall.Rusage); ok {
		u.Peak = r.Maxrss << 10
	}
	return u
}

// kibibytes reads a line like "VmRSS:	  1234 kB" (proc_pid_status(5)) as bytes.
func kibibytes(status []byte, field string) int64 {
	for lines := bufio.NewScanner(bytes.NewReader(status)); lines.Scan(); {
		if words := strings.Fields(lines.Text()); len(words) > 1 && words[0] == field {
			n, _ := strconv.ParseInt(words[1], 10, 64)
			return n << 10
		}
	}
	return 0
}

// cpu adds utime and stime, fields 14 and 15 of proc_pid_stat(5): the 12th and 13th after the command, which may hold
// spaces and parentheses.
func cpu(stat string) time.Duration {
	words := strings.Fields(stat[strings.LastIndexByte(stat, ')')+1:])
	if len(words) < 13 {
		return 0
	}
	user, _ := strconv.ParseInt(words[11], 10, 64)
	system, _ := strconv.ParseInt(words[12], 10, 64)
	return time.Duration(user+system) * tick
}
