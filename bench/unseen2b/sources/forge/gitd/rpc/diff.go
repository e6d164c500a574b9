// Package rpc answers questions about repositories on this machine's disks.
package rpc

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os/exec"
	"strings"
	"time"

	"forge/gitd/pack"
)

// Server runs git for others, a bounded number at a time.
type Server struct {
	root  string
	slots *pack.Slots
	log   *slog.Logger
}

type diffRequest struct {
	Path string `json:"path"`
	Base string `json:"base"`
	Head string `json:"head"`
}

type fileDiff struct {
	Path      string `json:"path"`
	Additions int    `json:"additions"`
	Deletions int    `json:"deletions"`
	Patch     string `json:"patch"`
}

// Diff answers POST /diff.
func (s *Server) Diff(w http.ResponseWriter, r *http.Request) {
	var in diffRequest
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
		http.Error(w, "not JSON", http.StatusBadRequest)
		return
	}
	started := time.Now()
	files, err := s.diff(r.Context(), in)
	switch {
	case errors.Is(err, pack.ErrNoRepository):
		http.Error(w, "no such repository", http.StatusNotFound)
	case err != nil:
		s.log.Error("diff", "path", in.Path, "error", err)
		http.Error(w, "diff", http.StatusInternalServerError)
	default:
		s.log.Info("diff", "path", in.Path, "files", len(files), "took", time.Since(started))
		_ = json.NewEncoder(w).Encode(map[string]any{"files": files})
	}
}

func (s *Server) diff(ctx context.Context, in diffRequest) ([]fileDiff, error) {
	if err := s.slots.Take(ctx); err != nil {
		return nil, fmt.Errorf("wait for a slot: %w", err)
	}
	defer s.slots.Give()
	command := exec.CommandContext(ctx, "git", "-C", s.root+"/"+in.Path, "diff", "--no-color", "-M", in.Base+"..."+in.Head)
	out, err := command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := command.Start(); err != nil {
		return nil, fmt.Errorf("start git: %w", err)
	}
	var files []fileDiff
	scanner := bufio.NewScanner(out)
	scanner.Buffer(make([]byte, 64*1024), 4*1024*1024)
	for scanner.Scan() {
		line := scanner.Text()
		if strings.HasPrefix(line, "diff --git ") {
			files = append(files, fileDiff{Path: line[strings.LastIndex(line, " b/")+3:]})
			continue
		}
		if len(files) > 0 {
			files[len(files)-1].take(line)
		}
	}
	if err := scanner.Err(); err != nil {
		return nil, fmt.Errorf("read diff: %w", err)
	}
	return files, command.Wait()
}

func (f *fileDiff) take(line string) {
	if strings.HasPrefix(line, "+") && !strings.HasPrefix(line, "+++") {
		f.Additions++
	} else if strings.HasPrefix(line, "-") && !strings.HasPrefix(line, "---") {
		f.Deletions++
	}
	f.Patch += line + "\n"
}
