// Package settings reads what users chose: theme, notifications, voice devices.
package settings

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/redis/go-redis/v9"
)

const (
	keyPrefix = "settings:v3:"
	// Written through on every change, so that an entry may live long.
	entryTTL = 12 * time.Hour
)

// Settings of one user. Unknown fields of newer clients are kept.
type Settings struct {
	Theme         string          `json:"theme"`
	Language      string          `json:"language"`
	Notifications map[string]bool `json:"notifications"`
	Extra         json.RawMessage `json:"extra,omitempty"`
}

// Reader answers from Redis, and from Postgres where Redis does not know.
type Reader struct {
	db    *pgxpool.Pool
	redis redis.UniversalClient
}

// NewReader takes a pool that somebody else closes.
func NewReader(db *pgxpool.Pool, client redis.UniversalClient) *Reader {
	return &Reader{db: db, redis: client}
}

// Read gives the settings of a user, the defaults for one who never chose.
func (r *Reader) Read(ctx context.Context, user int64) (*Settings, error) {
	key := fmt.Sprintf("%s%d", keyPrefix, user)
	raw, err := r.redis.Get(ctx, key).Bytes()
	if err == nil {
		var out Settings
		if err := json.Unmarshal(raw, &out); err == nil {
			return &out, nil
		}
	} else if !errors.Is(err, redis.Nil) {
		return nil, fmt.Errorf("settings cache: %w", err)
	}

	out, err := r.load(ctx, user)
	if err != nil {
		return nil, err
	}
	if raw, err := json.Marshal(out); err == nil {
		r.redis.Set(ctx, key, raw, entryTTL)
	}
	return out, nil
}

// Write stores and refreshes the cached entry.
func (r *Reader) Write(ctx context.Context, user int64, s *Settings) error {
	raw, err := json.Marshal(s)
	if err != nil {
		return err
	}
	_, err = r.db.Exec(ctx,
		`INSERT INTO user_settings (user_id, document) VALUES ($1, $2)
		 ON CONFLICT (user_id) DO UPDATE SET document = excluded.document`, user, raw)
	if err != nil {
		return fmt.Errorf("store settings: %w", err)
	}
	return r.redis.Set(ctx, fmt.Sprintf("%s%d", keyPrefix, user), raw, entryTTL).Err()
}

func (r *Reader) load(ctx context.Context, user int64) (*Settings, error) {
	var raw []byte
	err := r.db.QueryRow(ctx, `SELECT document FROM user_settings WHERE user_id = $1`, user).Scan(&raw)
	if errors.Is(err, pgx.ErrNoRows) {
		return &Settings{Theme: "system", Language: "en"}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("load settings of %d: %w", user, err)
	}
	var out Settings
	if err := json.Unmarshal(raw, &out); err != nil {
		return nil, fmt.Errorf("settings of %d are not JSON: %w", user, err)
	}
	return &out, nil
}
