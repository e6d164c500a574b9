//! Fetches a master, encodes each rung, and puts the results into the store.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;

use anyhow::{bail, Context, Result};
use tokio::fs::File;
use tokio::io::AsyncWriteExt;
use tokio::process::Command;
use tracing::{info, instrument};

use crate::job::{Job, Rung};
use crate::store::Store;

pub struct Worker {
    store: Arc<Store>,
    scratch: PathBuf,
    threads: usize,
}

impl Worker {
    pub fn new(store: Arc<Store>, scratch: PathBuf, threads: usize) -> Self {
        Self { store, scratch, threads }
    }

    #[instrument(skip_all, fields(job = %job.job))]
    pub async fn run(&self, job: &Job) -> Result<()> {
        let folder = self.scratch.join(job.job.to_string());
        tokio::fs::create_dir_all(&folder).await.context("create scratch folder")?;
        let master = self.fetch(&job.source, &folder).await?;
        for rung in &job.rungs {
            let out = self.encode(&master, rung, &folder).await?;
            self.store.put(&job.target(rung), &out).await.context("put rendition")?;
        }
        tokio::fs::remove_dir_all(&folder).await.context("remove scratch folder")?;
        info!(rungs = job.rungs.len(), "encoded");
        Ok(())
    }

    async fn fetch(&self, source: &str, folder: &Path) -> Result<PathBuf> {
        let path = folder.join("master");
        let mut file = File::create(&path).await.context("create master file")?;
        let mut body = self.store.get(source).await.with_context(|| format!("get {source}"))?;
        while let Some(chunk) = body.next_chunk().await? {
            file.write_all(&chunk).await?;
        }
        file.flush().await?;
        Ok(path)
    }

    async fn encode(&self, master: &Path, rung: &Rung, folder: &Path) -> Result<PathBuf> {
        let out = folder.join(format!("{}p.mp4", rung.height));
        let mut child = Command::new("ffmpeg")
            .args(["-y", "-loglevel", "error", "-i"])
            .arg(master)
            .args(["-c:v", rung.codec.encoder()])
            .args(["-b:v", &format!("{}k", rung.bitrate_kbps)])
            .args(["-vf", &format!("scale=-2:{}", rung.height)])
            .args(["-threads", &self.threads.to_string()])
            .arg(&out)
            .stdin(Stdio::null())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .context("spawn ffmpeg")?;
        let status = child.wait().await.context("wait for ffmpeg")?;
        if !status.success() {
            bail!("ffmpeg ended with {status} at {}p", rung.height);
        }
        Ok(out)
    }
}
