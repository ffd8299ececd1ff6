// The guide's journey through openapi-fetch and the types that openapi-typescript made: run with the server's address.
// Prints what it met as JSON.

import createClient, { type Client } from "openapi-fetch";
import type { components, paths } from "./schema.js";

type Problem = components["schemas"]["ProblemDetails"];
type Answer<T> = { data?: T; error?: Problem };
declare const process: { argv: string[] };

const url = present(process.argv[2]);
const backend = createClient<paths>({ baseUrl: url, headers: { "x-dolfin-api-key": "dol_live_abc123" } });

const { data: industries } = got(await backend.GET("/industries"));
const organisation = got(
  await backend.POST("/organisations", { body: { name: "Generated Plumbing", industryId: present(industries[0]).id } }),
);
const user = got(
  await backend.POST("/organisations/{organisationId}/users", {
    params: { path: { organisationId: organisation.id } },
    body: { email: "alice@generated.example", name: "Alice" },
  }),
);
const { code } = got(await backend.POST("/auth/codes", { body: { userId: user.userId } }));

const page = createClient<paths>({ baseUrl: url });
const session = got(await page.POST("/auth/exchange", { body: { code } }));
const again = await page.POST("/auth/exchange", { body: { code } });

const selected = { "x-dolfin-organisation-id": organisation.id };
const caller = createClient<paths>({ baseUrl: url, headers: { Authorization: `Bearer ${session.token}` } });
const before = got(await caller.GET("/invoices", { params: { header: selected } }));
const made = await newInvoice(caller);
const id = present(made.id);
const read = got(await caller.GET("/invoices/{id}", { params: { path: { id }, header: selected } }));
const listed = got(await caller.GET("/invoices", { params: { header: selected } }));

console.log(
  JSON.stringify({
    email: session.email,
    again: [again.response.status, again.response.headers.get("x-mock-error-code"), again.error?.status],
    before: before.data.length,
    read: JSON.stringify(read) === JSON.stringify(made),
    listed: listed.data.map((invoice) => invoice.id === id),
    total: String(made.totalAmount),
  }),
);

async function newInvoice(caller: Client<paths>) {
  const params = { header: selected };
  const customer = got(await caller.POST("/customers", { params, body: { name: "Riverside Cafe" } }));
  const product = got(
    await caller.POST("/products", { params, body: { name: "Boiler service", currency: "GBP", unitPrice: "89.95" } }),
  );
  const lineItems = [{ productId: present(product.id), quantity: 3 }];
  return got(
    await caller.POST("/invoices", { params, body: { customerId: present(customer.id), currency: "GBP", lineItems } }),
  );
}

/** The answer that was hoped for. */
function got<T>(answer: Answer<T>): T {
  if (answer.data === undefined) throw new Error(JSON.stringify(answer.error));
  return answer.data;
}

/** What the documentation does not say that answers always have, so the types do not either. */
function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("missing");
  return value;
}
