// Package money counts in millionths of a currency unit, since a single impression costs less than a cent.
package money

import (
	"fmt"
	"math"
	"strconv"
)

// Micros are millionths of a unit.
type Micros int64

// PerMille is a price for a thousand impressions.
type PerMille float64

const unit = 1_000_000

// Impression is what a single one costs at a price for a thousand.
func (p PerMille) Impression() Micros {
	return Micros(math.Round(float64(p) * unit / 1000))
}

// PerMille is the price for a thousand at a price for one.
func (m Micros) PerMille() PerMille {
	return PerMille(float64(m) * 1000 / unit)
}

// Mul scales by a factor, halves away from zero.
func (m Micros) Mul(factor float64) Micros {
	return Micros(math.Round(float64(m) * factor))
}

// Less the given share, as margins are taken.
func (m Micros) Less(share float64) Micros {
	return m - m.Mul(share)
}

// String writes units with six places.
func (m Micros) String() string {
	sign := ""
	if m < 0 {
		sign, m = "-", -m
	}
	return fmt.Sprintf("%s%d.%06d", sign, m/unit, m%unit)
}

// Parse reads what String writes.
func Parse(text string) (Micros, error) {
	value, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return 0, fmt.Errorf("money %q: %w", text, err)
	}
	return Micros(math.Round(value * unit)), nil
}

// Second is the price of a second-price auction: a millionth more than the runner-up, never above the winner.
func Second(winner, runnerUp, floor Micros) Micros {
	price := max(runnerUp+1, floor)
	return min(price, winner)
}
