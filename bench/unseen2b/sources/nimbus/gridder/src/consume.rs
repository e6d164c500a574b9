//! Spreads clean observations over the cells of the grid.

use anyhow::{Context, Result};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use sqlx::PgPool;
use tracing::{debug, info, warn};

use crate::grid::{Cell, Grid};

#[derive(Debug, Deserialize)]
pub struct Clean {
    pub station: String,
    pub minute: DateTime<Utc>,
    pub temperature: Option<f64>,
    pub pressure: Option<f64>,
    pub wind_speed: Option<f64>,
    pub wind_direction: Option<i32>,
    pub rain: Option<f64>,
}

pub struct Gridder {
    pool: PgPool,
    grid: Grid,
    radius_km: f64,
}

impl Gridder {
    pub fn new(pool: PgPool, grid: Grid, radius_km: f64) -> Self {
        Self { pool, grid, radius_km }
    }

    pub async fn handle(&self, payload: &[u8]) -> Result<()> {
        let clean: Clean = serde_json::from_slice(payload).context("decode clean observation")?;
        let Some(origin) = self.grid.station(&clean.station) else {
            warn!(station = %clean.station, "station without a place");
            return Ok(());
        };
        let cells = self.grid.around(origin, self.radius_km);
        debug!(station = %clean.station, cells = cells.len(), "spreading");
        self.store(&clean, &cells).await?;
        info!(station = %clean.station, "gridded");
        Ok(())
    }

    async fn store(&self, clean: &Clean, cells: &[Cell]) -> Result<()> {
        let ids: Vec<i64> = cells.iter().map(|cell| cell.id).collect();
        let weights: Vec<f64> = cells.iter().map(|cell| cell.weight).collect();
        sqlx::query(
            "INSERT INTO cells (cell, minute, temperature, wind_speed, weight) \
             SELECT c, $2, $3, $4, w FROM unnest($1::bigint[], $5::float8[]) AS t(c, w) \
             ON CONFLICT (cell, minute) DO UPDATE SET weight = cells.weight + excluded.weight",
        )
        .bind(&ids)
        .bind(clean.minute)
        .bind(clean.temperature)
        .bind(clean.wind_speed)
        .bind(&weights)
        .execute(&self.pool)
        .await
        .context("store cells")?;
        Ok(())
    }
}
