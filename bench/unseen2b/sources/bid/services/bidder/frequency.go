package bidder

import (
	"sync"
	"time"
)

// frequency counts how often a person has seen a campaign in the last hour, so that nobody is pestered.
type frequency struct {
	mutex sync.RWMutex
	seen  map[string]*window
	clock func() time.Time
}

type window struct {
	since time.Time
	count int
}

func newFrequency(clock func() time.Time) *frequency {
	return &frequency{seen: make(map[string]*window), clock: clock}
}

// allow says whether one more is within the cap.
func (f *frequency) allow(person, campaign string, cap int) bool {
	f.mutex.RLock()
	defer f.mutex.RUnlock()
	w, ok := f.seen[person+"|"+campaign]
	if !ok || f.clock().Sub(w.since) > time.Hour {
		return true
	}
	return w.count < cap
}

// count notes one more.
func (f *frequency) count(person, campaign string) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	key := person + "|" + campaign
	w, ok := f.seen[key]
	if !ok || f.clock().Sub(w.since) > time.Hour {
		f.seen[key] = &window{since: f.clock(), count: 1}
		return
	}
	w.count++
}

// sweep forgets windows that are over; it runs every minute.
func (f *frequency) sweep() int {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	gone := 0
	for key, w := range f.seen {
		if f.clock().Sub(w.since) > time.Hour {
			delete(f.seen, key)
			gone++
		}
	}
	return gone
}

// size is for the gauge.
func (f *frequency) size() int {
	f.mutex.RLock()
	defer f.mutex.RUnlock()
	return len(f.seen)
}
