"use strict";

// The page may stand below a world's path: then it is that world's.
const world = /^\/w\/([^/]+)\//.exec(location.pathname)?.[1] ?? "default";
const control = `/__mock__/worlds/${world}`;
const ORGANISATION_HEADER = "x-dolfin-organisation-id";
let organisation;

function say(text, refused) {
  const said = document.getElementById("said");
  said.textContent = text;
  said.classList.toggle("refused", refused);
}

function fill(select, entries) {
  for (const [value, text] of entries) {
    select.append(new Option(text, value));
  }
}

// The contract with the chosen organisation as the example of its header, so that "try it" has it filled in.
function withOrganisation(response) {
  if (!response.url?.endsWith("openapi.json") || !organisation) {
    return response;
  }
  const contract = JSON.parse(response.text);
  for (const parameter of Object.values(contract.components?.parameters ?? {})) {
    if (parameter.name === ORGANISATION_HEADER) {
      parameter.example = organisation;
    }
  }
  return { ...response, text: JSON.stringify(contract) };
}

async function become(ui, caller) {
  if (caller.startsWith("key:")) {
    ui.authActions.logout(["bearer"]);
    ui.preauthorizeApiKey("apiKey", caller.slice(4));
    say("Calls are made with this API key.", false);
    return;
  }
  const response = await fetch(`${control}/tokens`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ email: caller }),
  });
  const answer = await response.json();
  if (!response.ok) {
    say(answer.detail, true);
    return;
  }
  ui.authActions.logout(["apiKey"]);
  ui.preauthorizeApiKey("bearer", answer.token);
  say("Calls are made with this user's session token.", false);
}

async function callers() {
  const response = await fetch(`${control}/credentials`);
  return response.ok ? response.json() : { clients: [], users: [] };
}

async function open() {
  const { clients, users } = await callers();
  const form = document.getElementById("caller");
  const user = document.getElementById("user");
  const chosen = document.getElementById("organisation");
  fill(user, users.map((email) => [email, email]));
  fill(user, clients.flatMap(({ name, apiKeys }) => apiKeys.map((key) => [`key:${key}`, `API key of ${name}`])));
  fill(chosen, clients.flatMap(({ organisations }) => organisations.map(({ id, name }) => [id, name])));
  form.hidden = user.options.length === 0;
  organisation = chosen.value;
  const ui = SwaggerUIBundle({
    dom_id: "#contract",
    urls: [
      { url: "openapi.json", name: "Dolfin API" },
      { url: "/__mock__/openapi.json", name: "Control API of this mock" },
    ],
    layout: "StandaloneLayout",
    presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset],
    docExpansion: "none",
    filter: true,
    validatorUrl: null,
    responseInterceptor: withOrganisation,
    onComplete: () => user.value && become(ui, user.value),
  });
  user.addEventListener("change", () => become(ui, user.value));
  chosen.addEventListener("change", () => {
    organisation = chosen.value;
    ui.specActions.download();
  });
}

open();
