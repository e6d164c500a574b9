//! What the planner asks of an encoder.

use anyhow::{Context, Result};
use serde::Deserialize;
use uuid::Uuid;

#[derive(Debug, Clone, Deserialize)]
pub struct Rung {
    pub height: u32,
    pub bitrate_kbps: u32,
    pub codec: Codec,
}

#[derive(Debug, Clone, Copy, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum Codec {
    H264,
    Hevc,
    Av1,
}

#[derive(Debug, Clone, Deserialize)]
pub struct Job {
    pub job: Uuid,
    pub upload: Uuid,
    pub source: String,
    pub rungs: Vec<Rung>,
    #[serde(default)]
    pub priority: u8,
}

impl Job {
    /// Reads the message. One that cannot be read is rejected and goes to the dead letters.
    pub fn decode(payload: &[u8]) -> Result<Self> {
        let job: Job = serde_json::from_slice(payload).context("decode job")?;
        anyhow::ensure!(!job.rungs.is_empty(), "job {} has no rungs", job.job);
        Ok(job)
    }

    /// Where the result of a rung goes.
    pub fn target(&self, rung: &Rung) -> String {
        format!("renditions/{}/{}p.mp4", self.upload, rung.height)
    }
}

impl Codec {
    pub fn encoder(self) -> &'static str {
        match self {
            Codec::H264 => "libx264",
            Codec::Hevc => "libx265",
            Codec::Av1 => "libsvtav1",
        }
    }
}
