// Command tiles serves the map: weather as pictures of 256 pixels, and the forecast of a place.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/redis/go-redis/v9"
)

type server struct {
	db       *pgxpool.Pool
	redis    redis.UniversalClient
	forecast *forecastClient
	log      *slog.Logger
}

func (s *server) tile(w http.ResponseWriter, r *http.Request) {
	z, x, y, err := coordinates(r)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	key := fmt.Sprintf("tile:%d:%d:%d", z, x, y)
	if raw, err := s.redis.Get(r.Context(), key).Bytes(); err == nil {
		write(w, raw)
		return
	}
	cells, err := s.cells(r.Context(), z, x, y)
	if err != nil {
		s.fail(w, "cells", err)
		return
	}
	raw := draw(cells)
	s.redis.Set(r.Context(), key, raw, 60*time.Second)
	write(w, raw)
}

func (s *server) place(w http.ResponseWriter, r *http.Request) {
	latitude, _ := strconv.ParseFloat(r.URL.Query().Get("lat"), 64)
	longitude, _ := strconv.ParseFloat(r.URL.Query().Get("lon"), 64)
	out, err := s.forecast.at(r.Context(), latitude, longitude)
	if err != nil {
		s.fail(w, "forecast", err)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(out)
}

func (s *server) cells(ctx context.Context, z, x, y int) ([]cell, error) {
	west, south, east, north := bounds(z, x, y)
	rows, err := s.db.Query(ctx,
		`SELECT cell, temperature, wind_speed FROM cells
		 WHERE minute = (SELECT max(minute) FROM cells) AND cell <@ box($1, $2, $3, $4)`,
		west, south, east, north)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []cell
	for rows.Next() {
		var c cell
		if err := rows.Scan(&c.id, &c.temperature, &c.wind); err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	return out, rows.Err()
}

func (s *server) fail(w http.ResponseWriter, what string, err error) {
	s.log.Error("request failed", "what", what, "error", err)
	if errors.Is(err, context.DeadlineExceeded) {
		http.Error(w, what, http.StatusGatewayTimeout)
		return
	}
	http.Error(w, what, http.StatusInternalServerError)
}
