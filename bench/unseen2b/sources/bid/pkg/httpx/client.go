// Package httpx is how services of this repository call one another.
package httpx

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"time"
)

// Options of a client. The zero value is what most callers want.
type Options struct {
	Base     string
	Timeout  time.Duration
	Attempts int
	Backoff  time.Duration
}

// Client calls one service.
type Client struct {
	http    *http.Client
	options Options
}

// StatusError is an answer that is no success.
type StatusError struct {
	Method string
	URL    string
	Code   int
}

func (e *StatusError) Error() string {
	return fmt.Sprintf("%s %s answered %d", e.Method, e.URL, e.Code)
}

// New fills in what was not said: one second, two attempts, fifty milliseconds between them.
func New(options Options) *Client {
	if options.Timeout == 0 {
		options.Timeout = time.Second
	}
	if options.Attempts == 0 {
		options.Attempts = 2
	}
	if options.Backoff == 0 {
		options.Backoff = 50 * time.Millisecond
	}
	transport := &http.Transport{MaxIdleConnsPerHost: 128, IdleConnTimeout: 90 * time.Second}
	return &Client{http: &http.Client{Transport: transport, Timeout: options.Timeout}, options: options}
}

// Post sends a document and reads one.
func (c *Client) Post(ctx context.Context, path string, in, out any) error {
	raw, err := json.Marshal(in)
	if err != nil {
		return fmt.Errorf("encode request: %w", err)
	}
	var last error
	for attempt := 1; attempt <= c.options.Attempts; attempt++ {
		last = c.once(ctx, path, raw, out)
		if last == nil || !retryable(last) {
			return last
		}
		if attempt < c.options.Attempts {
			wait := time.Duration(rand.Int64N(int64(c.options.Backoff) << attempt))
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-time.After(wait):
			}
		}
	}
	return last
}

func (c *Client) once(ctx context.Context, path string, raw []byte, out any) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, c.options.Base+path, bytes.NewReader(raw))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := c.http.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode >= 300 {
		_, _ = io.Copy(io.Discard, response.Body)
		return &StatusError{Method: http.MethodPost, URL: c.options.Base + path, Code: response.StatusCode}
	}
	return json.NewDecoder(response.Body).Decode(out)
}

// retryable is what may go well the second time: a server that is starting, never one that refuses.
func retryable(err error) bool {
	var status *StatusError
	if errors.As(err, &status) {
		return status.Code == http.StatusServiceUnavailable
	}
	return !errors.Is(err, context.Canceled) && !errors.Is(err, context.DeadlineExceeded)
}
