package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"
)

// forecastClient asks the model provider. Answers hold for an hour and are shared by everybody within a kilometre.
type forecastClient struct {
	http  *http.Client
	key   string
	cache *lru[string, *forecast]
}

type forecast struct {
	Issued time.Time `json:"issued"`
	Hours  []hour    `json:"hours"`
}

type hour struct {
	At          time.Time `json:"at"`
	Temperature float64   `json:"temperature"`
	Rain        float64   `json:"rain"`
}

func (c *forecastClient) at(ctx context.Context, latitude, longitude float64) (*forecast, error) {
	key := fmt.Sprintf("%.2f,%.2f", latitude, longitude)
	if known, ok := c.cache.get(key); ok && time.Since(known.Issued) < time.Hour {
		return known, nil
	}
	url := fmt.Sprintf("https://api.metmodel.example/v3/point?lat=%.2f&lon=%.2f", latitude, longitude)
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, err
	}
	request.Header.Set("X-Api-Key", c.key)
	response, err := c.http.Do(request)
	if err != nil {
		return nil, fmt.Errorf("metmodel: %w", err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, &statusError{code: response.StatusCode, reset: response.Header.Get("X-Quota-Reset")}
	}
	var out forecast
	if err := json.NewDecoder(response.Body).Decode(&out); err != nil {
		return nil, fmt.Errorf("metmodel: decode: %w", err)
	}
	c.cache.put(key, &out)
	return &out, nil
}

type statusError struct {
	code  int
	reset string
}

func (e *statusError) Error() string {
	return fmt.Sprintf("metmodel answered %d, quota resets at %q", e.code, e.reset)
}
