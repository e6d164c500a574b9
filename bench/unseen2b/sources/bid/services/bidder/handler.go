// Package bidder decides within twenty milliseconds what an impression is worth to the campaigns it holds.
package bidder

import (
	"encoding/json"
	"log/slog"
	"net/http"

	"bluefin/pkg/money"
)

type campaign struct {
	ID     string         `json:"id"`
	Format string         `json:"format"`
	Price  money.PerMille `json:"price"`
	Cap    int            `json:"cap"`
	Boost  float64        `json:"boost"`
}

type impression struct {
	ID        string       `json:"id"`
	Publisher string       `json:"publisher"`
	Format    string       `json:"format"`
	Person    string       `json:"person"`
	Floor     money.Micros `json:"floor"`
}

// Handler answers POST /bid.
type Handler struct {
	campaigns func() []campaign
	frequency *frequency
	log       *slog.Logger
}

func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var in impression
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
		http.Error(w, "impression is not JSON", http.StatusBadRequest)
		return
	}
	best, price := h.best(in)
	if best == nil {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	h.frequency.count(in.Person, best.ID)
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(map[string]any{"bidder": "house", "campaign": best.ID, "price": price})
}

func (h *Handler) best(in impression) (*campaign, money.Micros) {
	var winner *campaign
	var top money.Micros
	for _, c := range h.campaigns() {
		if c.Format != in.Format || !h.frequency.allow(in.Person, c.ID, c.Cap) {
			continue
		}
		price := c.Price.Impression().Mul(1 + c.Boost)
		if price > top && price >= in.Floor {
			winner, top = &c, price
		}
	}
	return winner, top
}
