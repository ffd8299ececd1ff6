"use strict";

// A code works once: it leaves the address bar before anything else, so that a reload does not repeat it.
const code = new URLSearchParams(location.search).get("code");
history.replaceState(null, "", location.pathname);

function say(text, refused) {
  const state = document.getElementById("state");
  state.textContent = text;
  state.classList.toggle("refused", refused);
}

function show(name, value) {
  const list = document.getElementById("session");
  const term = document.createElement("dt");
  const detail = document.createElement("dd");
  term.textContent = name;
  detail.textContent = value;
  list.append(term, detail);
  list.hidden = false;
}

async function open() {
  if (!code) {
    say("This page needs a code: mint one with POST /auth/sandbox-handoff and open its sandboxUrl.", true);
    return;
  }
  const response = await fetch("auth/exchange", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ code }),
  });
  const answer = await response.json();
  if (!response.ok) {
    say(`${response.status} ${answer.title}: ${answer.detail}`, true);
    return;
  }
  sessionStorage.setItem("dolfin_token", answer.token);
  say("The session is open.", false);
  show("User", `${answer.email} (${answer.userId})`);
  for (const organisation of answer.organisations) {
    show("Organisation", `${organisation.organisationName} (${organisation.organisationId}), ${organisation.role}`);
  }
  show("Session token", answer.token);
  document.getElementById("hint").hidden = false;
}

open().catch((error) => say(`The exchange failed: ${error}`, true));
