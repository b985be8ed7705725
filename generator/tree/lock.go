package tree

import (
	"context"
	"fmt"
	"os"
)

// Lock waits until no other run holds the repository, and returns the function that lets it go. If it must wait it calls
// waiting once, before it does.
//
// The lock is on the folder of the repository itself: it works on a fresh clone, leaves no file behind, and the system
// drops it when the process ends, however it ends. Where the system or the file system has no such lock (Windows, NFS)
// runs are not kept apart. Files are whole even so, and a later run repairs what two runs mixed.
func (o *Output) Lock(ctx context.Context, waiting func()) (unlock func(), err error) {
	folder, err := o.root.Open(".")
	if err != nil {
		return nil, err
	}
	held, err := tryLock(folder)
	if held {
		waiting()
		err = waitForLock(ctx, folder)
	}
	if err != nil {
		folder.Close()
		return nil, fmt.Errorf("lock %s: %w", o.root.Name(), err)
	}
	return func() { folder.Close() }, nil
}

// waitForLock waits for the lock or the context. The call of the system cannot be called off: after the context it is left
// to end by itself, and if it gets the lock after all then that is dropped with the folder, which the caller has closed.
func waitForLock(ctx context.Context, folder *os.File) error {
	locked := make(chan error, 1)
	go func() { locked <- lock(folder) }()
	select {
	case err := <-locked:
		return err
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
