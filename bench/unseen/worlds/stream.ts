import type { World } from "../scenario.ts";

export const stream: World = {
  id: "stream",
  repository: "acme/stream",
  services: [
    {
      name: "player-api",
      language: "go",
      paths: ["player/"],
      replicas: 3,
      ops: [
        {
          name: "GET /play/:id",
          ms: 3,
          steps: [
            {
              do: "call",
              id: "playlist",
              to: "playlist",
              op: "GET /playlists/:id",
              src: { file: "player/play.go", text: "client.Get(url)", fn: "player.(*API).Play" },
            },
            { do: "call", id: "license", to: "license", op: "POST /licenses" },
          ],
          log: "play for region {region}",
        },
        {
          name: "POST /events",
          ms: 1,
          steps: [
            {
              do: "send",
              id: "send",
              system: "kafka",
              topic: "play.events",
              to: "views",
              op: "process play.events",
            },
          ],
        },
      ],
    },
    {
      name: "playlist",
      language: "rust",
      paths: ["playlist/", "crates/"],
      replicas: 2,
      ops: [
        {
          name: "GET /playlists/:id",
          ms: 2,
          steps: [
            { do: "cache", id: "get", command: "GET segments:?" },
            {
              do: "db",
              id: "segments",
              chance: 0.15,
              system: "cassandra",
              query: "SELECT seq, uri, ms FROM segments WHERE asset = ?",
              table: "segments",
              ms: 9,
              src: { file: "playlist/src/store.rs", text: "FROM segments", fn: "playlist::store::segments" },
            },
          ],
          log: "playlist {n} built",
        },
      ],
    },
    {
      name: "license",
      language: "rust",
      paths: ["license/", "crates/"],
      replicas: 2,
      ops: [
        {
          name: "POST /licenses",
          ms: 3,
          steps: [
            { do: "ext", id: "drm", host: "drm.keyvault.example", method: "POST", path: "/v1/keys", ms: 35 },
          ],
          log: "license for {region}",
        },
      ],
    },
    {
      name: "views",
      language: "rust",
      paths: ["views/", "crates/"],
      replicas: 1,
      ops: [
        {
          name: "process play.events",
          ms: 1,
          steps: [
            {
              do: "db",
              id: "count",
              system: "cassandra",
              query: "UPDATE views SET count = count + ? WHERE asset = ?",
              table: "views",
              ms: 2,
            },
          ],
        },
      ],
    },
  ],
  files: {
    "playlist/src/store.rs": `use scylla::Session;

use crate::model::Segment;

pub async fn segments(session: &Session, asset: &str) -> anyhow::Result<Vec<Segment>> {
    let rows = session
        .query("SELECT seq, uri, ms FROM segments WHERE asset = ?", (asset,))
        .await?
        .rows_typed::<Segment>()?
        .collect::<Result<Vec<_>, _>>()?;
    Ok(rows)
}
`,
    "playlist/src/build.rs": `use crate::model::{Playlist, Segment};

const VERSION: u8 = 7;

/// Puts the segments of an asset into one playlist.
pub fn build(asset: &str, segments: &[Segment], region: Option<&str>) -> Playlist {
    let longest = segments.iter().map(|segment| segment.ms).max().unwrap_or(0);
    let suffix = region.map(|name| format!("?region={name}")).unwrap_or_default();
    let lines = segments
        .iter()
        .map(|segment| format!("{}{}", segment.uri, suffix))
        .collect();
    Playlist {
        version: VERSION,
        asset: asset.to_owned(),
        target_ms: longest,
        lines,
    }
}
`,
    "crates/keys/src/lib.rs": `use std::collections::HashMap;
use std::sync::Mutex;

pub struct KeyCache {
    kept: Mutex<HashMap<String, Vec<u8>>>,
    limit: usize,
}

impl KeyCache {
    pub fn new(limit: usize) -> Self {
        Self { kept: Mutex::new(HashMap::new()), limit }
    }

    pub fn get(&self, id: &str) -> Option<Vec<u8>> {
        self.kept.lock().unwrap().get(id).cloned()
    }

    pub fn put(&self, id: String, key: Vec<u8>) {
        let mut kept = self.kept.lock().unwrap();
        if kept.len() >= self.limit {
            kept.clear();
        }
        kept.insert(id, key);
    }
}
`,
    "player/play.go": `package player

import (
	"encoding/json"
	"fmt"
	"net/http"
	"time"
)

type API struct {
	playlists string
	licenses  string
}

var client = &http.Client{Timeout: 3 * time.Second}

func (a *API) Play(w http.ResponseWriter, r *http.Request) {
	url := a.playlists + "/playlists/" + r.PathValue("id")
	response, err := client.Get(url)
	if err != nil {
		http.Error(w, fmt.Sprintf("playlist: %v", err), http.StatusBadGateway)
		return
	}
	defer response.Body.Close()
	var list Playlist
	if err := json.NewDecoder(response.Body).Decode(&list); err != nil {
		http.Error(w, fmt.Sprintf("playlist: %v", err), http.StatusBadGateway)
		return
	}
	if list.Key, err = a.license(r.Context(), list.Asset); err != nil {
		http.Error(w, fmt.Sprintf("license: %v", err), http.StatusBadGateway)
		return
	}
	json.NewEncoder(w).Encode(list)
}
`,
    "license/Cargo.toml":
      '[package]\nname = "license"\nversion = "0.4.0"\nedition = "2024"\n\n[dependencies]\naxum = "0.8"\nkeys = { path = "../crates/keys" }\nreqwest = "0.12"\nserde_json = "1"\n',
    "deploy/playlist.yaml": `apiVersion: apps/v1
kind: Deployment
metadata:
  name: playlist
spec:
  replicas: 2
  template:
    spec:
      containers:
        - name: playlist
          image: registry.internal/playlist
          resources:
            requests: { cpu: 500m, memory: 256Mi }
            limits: { cpu: "2", memory: 512Mi }
          env:
            - { name: SEGMENT_CACHE_SECONDS, value: "30" }
`,
  },
  entries: { "player-api|GET /play/:id": 6, "player-api|POST /events": 5 },
  attributes: { region: ["eu", "us", "latam", "apac"] },
  noise: [
    {
      at: "license|POST /licenses",
      share: 0.01,
      fail: { type: "LicenseDenied", message: "no entitlement for {n}", status: 403 },
    },
    {
      at: "playlist|GET /playlists/:id",
      share: 0.003,
      fail: { type: "scylla::QueryError", message: "request timeout on the server side" },
    },
    {
      at: "views|process play.events",
      share: 0.005,
      fail: { type: "serde_json::Error", message: "EOF while parsing a value at line 1 column {n}" },
    },
  ],
  extras: [
    {
      role: "innocent",
      message: "playlist: version constant is public",
      edits: [
        { file: "playlist/src/build.rs", from: "const VERSION: u8 = 7;", to: "pub const VERSION: u8 = 7;" },
      ],
    },
    {
      role: "innocent",
      message: "license: edition and axum patch, big bang",
      edits: [{ file: "license/Cargo.toml", from: 'axum = "0.8"', to: 'axum = "0.8.4"' }],
    },
    {
      role: "innocent",
      message: "player: encode without a helper",
      edits: [
        {
          file: "player/play.go",
          from: "\tjson.NewEncoder(w).Encode(list)",
          to: "\t_ = json.NewEncoder(w).Encode(list)",
        },
      ],
    },
  ],
  rename: {
    acme: ["luma", "fjord"],
    license: ["entitlement"],
    keyvault: ["lockbox"],
    segment: ["chunk"],
    views: ["counters"],
  },
};
