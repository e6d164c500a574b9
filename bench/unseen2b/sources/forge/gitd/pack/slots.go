// Package pack keeps the machine from running more git than its disks can feed.
package pack

import (
	"context"
	"errors"
)

// ErrNoRepository is answered as 404.
var ErrNoRepository = errors.New("no such repository")

// Slots are places for processes.
type Slots struct {
	places chan struct{}
}

// NewSlots makes so many.
func NewSlots(count int) *Slots {
	return &Slots{places: make(chan struct{}, count)}
}

// Take waits for a place, no longer than the context lives.
func (s *Slots) Take(ctx context.Context) error {
	select {
	case s.places <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Give frees a place.
func (s *Slots) Give() {
	<-s.places
}

// InUse is for the gauge.
func (s *Slots) InUse() int {
	return len(s.places)
}
