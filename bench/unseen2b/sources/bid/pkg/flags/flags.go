// Package flags asks the console whether something is on. The console is operated by the product team.
package flags

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"sync/atomic"
	"time"
)

// Set is what the console said last.
type Set struct {
	values atomic.Pointer[map[string]string]
	log    *slog.Logger
}

// Watch polls until the context ends. The first answer is awaited.
func Watch(ctx context.Context, url string, every time.Duration, log *slog.Logger) (*Set, error) {
	set := &Set{log: log}
	if err := set.poll(ctx, url); err != nil {
		return nil, fmt.Errorf("first poll of flags: %w", err)
	}
	go func() {
		ticker := time.NewTicker(every)
		defer ticker.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-ticker.C:
				if err := set.poll(ctx, url); err != nil {
					log.Warn("flags keep their values", "error", err)
				}
			}
		}
	}()
	return set, nil
}

// Variant of a flag, or the default where the console does not know it.
func (s *Set) Variant(key, otherwise string) string {
	if value, ok := (*s.values.Load())[key]; ok {
		return value
	}
	return otherwise
}

func (s *Set) poll(ctx context.Context, url string) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	var values map[string]string
	if err := json.NewDecoder(response.Body).Decode(&values); err != nil {
		return err
	}
	if old := s.values.Load(); old != nil {
		for key, value := range values {
			if before := (*old)[key]; before != value {
				s.log.Info("flag changed", "key", key, "from", before, "to", value)
			}
		}
	}
	s.values.Store(&values)
	return nil
}
