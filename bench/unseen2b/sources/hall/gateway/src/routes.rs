//! What clients may ask of the gateway. Each route forwards to the service that owns the data.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::{Deserialize, Serialize};

use crate::session::Session;
use crate::upstream::{Upstream, UpstreamError};

#[derive(Clone)]
pub struct Shared {
    pub messages: Arc<Upstream>,
    pub presence: Arc<Upstream>,
    pub profiles: Arc<Upstream>,
}

#[derive(Debug, Deserialize, Serialize)]
pub struct NewMessage {
    pub body: String,
    #[serde(default)]
    pub attachments: Vec<String>,
    pub nonce: Option<String>,
}

pub fn router(shared: Shared) -> Router {
    Router::new()
        .route("/channels/:id/messages", get(list_messages).post(post_message))
        .route("/voice/:room/join", post(join_voice))
        .route("/me/settings", get(settings))
        .with_state(shared)
}

async fn list_messages(
    State(shared): State<Shared>,
    session: Session,
    Path(id): Path<u64>,
) -> Result<Json<serde_json::Value>, StatusCode> {
    let path = format!("/channels/{id}/messages?viewer={}", session.user);
    shared.messages.get(&path).await.map(Json).map_err(to_status)
}

async fn post_message(
    State(shared): State<Shared>,
    session: Session,
    Path(id): Path<u64>,
    Json(message): Json<NewMessage>,
) -> Result<Json<serde_json::Value>, StatusCode> {
    if message.body.is_empty() && message.attachments.is_empty() {
        return Err(StatusCode::BAD_REQUEST);
    }
    let path = format!("/channels/{id}/messages?author={}", session.user);
    shared
        .messages
        .post(&path, &message, Duration::from_millis(3000))
        .await
        .map(Json)
        .map_err(to_status)
}

async fn join_voice(
    State(shared): State<Shared>,
    session: Session,
    Path(room): Path<String>,
) -> Result<Json<serde_json::Value>, StatusCode> {
    let path = format!("/rooms/{room}/members/{}", session.user);
    shared
        .presence
        .post(&path, &serde_json::json!({ "device": session.device }), Duration::from_millis(5000))
        .await
        .map(Json)
        .map_err(to_status)
}

async fn settings(
    State(shared): State<Shared>,
    session: Session,
) -> Result<Json<serde_json::Value>, StatusCode> {
    let path = format!("/users/{}/settings", session.user);
    shared.profiles.get(&path).await.map(Json).map_err(to_status)
}

fn to_status(error: UpstreamError) -> StatusCode {
    match error {
        UpstreamError::Status(code) if code.is_client_error() => code,
        UpstreamError::Timeout => StatusCode::GATEWAY_TIMEOUT,
        _ => StatusCode::BAD_GATEWAY,
    }
}
