package tree

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"
)

// scan is one walk over the output folders. Every folder is opened as a root of its own: a path of one step is cheaper to
// open than a whole path, and cannot leave the folder.
type scan struct {
	want    Tree
	folders map[string]bool // that the wanted files need

	slots    chan struct{} // one for each goroutine beside the first
	running  sync.WaitGroup
	problems problems

	mu      sync.Mutex      // guards what follows
	changes Changes         // all but the Added files
	present map[string]bool // the wanted files that are on disk
}

func newScan(want Tree, folders map[string]bool) *scan {
	return &scan{
		want:    want,
		folders: folders,
		slots:   make(chan struct{}, runtime.GOMAXPROCS(0)-1),
		present: make(map[string]bool, len(want)),
	}
}

// owned walks one output folder, if it exists. Each step of its path must be a folder: a link could lead anywhere.
func (s *scan) owned(root *os.Root, folder string) {
	at := ""
	for step := range strings.SplitSeq(folder, "/") {
		at = path.Join(at, step)
		info, err := root.Lstat(at)
		if err == nil && !info.IsDir() {
			err = ErrNotFolder
		}
		if err != nil {
			if !errors.Is(err, fs.ErrNotExist) {
				s.problems.add(at, err)
			}
			return
		}
	}
	s.enter(root, folder, folder)
}

// enter walks the folder name of dir, in a goroutine of its own if there is a slot.
func (s *scan) enter(dir *os.Root, name, at string) {
	folder, err := dir.OpenRoot(name)
	if err != nil {
		s.problems.add(at, err)
		return
	}
	select {
	case s.slots <- struct{}{}:
		s.running.Go(func() {
			s.walk(folder, at)
			<-s.slots
		})
	default:
		s.walk(folder, at)
	}
}

func (s *scan) walk(dir *os.Root, at string) {
	defer dir.Close()
	entries, err := fs.ReadDir(dir.FS(), ".")
	if err != nil {
		s.problems.add(at, err)
		return
	}
	if len(entries) == 0 {
		s.note(func() { s.changes.emptyFolders = append(s.changes.emptyFolders, at) })
	}
	for _, entry := range entries {
		s.entry(dir, entry, at+"/"+entry.Name())
	}
}

func (s *scan) entry(dir *os.Root, entry fs.DirEntry, at string) {
	body, wanted := s.want[at]
	switch {
	case entry.IsDir() && wanted:
		s.problems.add(at, ErrFolder)
	case entry.IsDir():
		s.enter(dir, entry.Name(), at)
	case !entry.Type().IsRegular():
		s.problems.add(at, ErrIrregular)
	case s.folders[at]:
		s.problems.add(at, ErrNotFolder)
	case isTemporary(entry.Name()):
		s.note(func() { s.changes.leftovers = append(s.changes.leftovers, Change{Kind: Removed, Path: at}) })
	default:
		kind, err := s.compare(dir, entry.Name(), body, wanted)
		if err != nil {
			s.problems.add(at, err)
			return
		}
		s.note(func() {
			s.present[at] = wanted
			if kind != 0 {
				s.changes.Files = append(s.changes.Files, Change{kind, at, body})
			}
		})
	}
}

// note changes what the scan found; the goroutines take turns.
func (s *scan) note(change func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change()
}

var buffers = sync.Pool{New: func() any { return new([]byte) }}

// compare reads no more of a file than decides its kind, however large it is.
func (s *scan) compare(dir *os.Root, name string, body []byte, wanted bool) (Kind, error) {
	file, err := dir.Open(name)
	if err != nil {
		return 0, err
	}
	defer file.Close()
	buffer := buffers.Get().(*[]byte)
	defer buffers.Put(buffer)
	enough := len(Header) + len(body) + 1
	*buffer = slices.Grow((*buffer)[:0], enough)[:enough]
	n, err := io.ReadFull(file, *buffer)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return 0, err
	}
	return kindOf((*buffer)[:n], body, wanted)
}
