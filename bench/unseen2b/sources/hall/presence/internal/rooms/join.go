// Package rooms keeps who is in which voice room, and on which relay.
package rooms

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/redis/go-redis/v9"
)

// ErrFull is answered as 409.
var ErrFull = errors.New("room is full")

// Joiner puts members into rooms.
type Joiner struct {
	db     *pgxpool.Pool
	redis  redis.UniversalClient
	relays *http.Client
	log    *slog.Logger
}

// Ticket is what a client shows to the relay.
type Ticket struct {
	Relay   string    `json:"relay"`
	Token   string    `json:"token"`
	Expires time.Time `json:"expires"`
}

// Join reserves a place and asks a relay for a ticket. The place is given back where the relay refuses.
func (j *Joiner) Join(ctx context.Context, room string, user int64) (*Ticket, error) {
	limit, err := j.limit(ctx, room)
	if err != nil {
		return nil, fmt.Errorf("limit of %s: %w", room, err)
	}
	key := "room:" + room
	count, err := j.redis.SCard(ctx, key).Result()
	if err != nil {
		return nil, fmt.Errorf("members of %s: %w", room, err)
	}
	if count >= limit {
		return nil, ErrFull
	}
	if err := j.redis.SAdd(ctx, key, user).Err(); err != nil {
		return nil, fmt.Errorf("join %s: %w", room, err)
	}

	ticket, err := j.ticket(ctx, room, user)
	if err != nil {
		j.redis.SRem(ctx, key, user)
		return nil, fmt.Errorf("relay ticket for %s: %w", room, err)
	}
	j.log.Info("joined", "room", room, "relay", ticket.Relay)
	return ticket, nil
}

func (j *Joiner) limit(ctx context.Context, room string) (int64, error) {
	conn, err := j.db.Acquire(ctx)
	if err != nil {
		return 0, fmt.Errorf("acquire connection: %w", err)
	}
	defer conn.Release()
	var limit int64
	err = conn.QueryRow(ctx, `SELECT member_limit FROM rooms WHERE slug = $1`, room).Scan(&limit)
	return limit, err
}

func (j *Joiner) ticket(ctx context.Context, room string, user int64) (*Ticket, error) {
	url := fmt.Sprintf("https://relay.hallvoice.example/v1/tickets?room=%s&user=%d", room, user)
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, url, nil)
	if err != nil {
		return nil, err
	}
	response, err := j.relays.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusCreated {
		return nil, fmt.Errorf("relay answered %s", response.Status)
	}
	return decodeTicket(response.Body)
}
