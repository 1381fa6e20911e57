// hmpo-form-wizard, which runs the British passport office's forms, put together as its own example is: Express, pages of
// hmpo-components, translations of hmpo-i18n, sessions in Redis, and everything cached as in production.
"use strict";

const path = require("path");
const express = require("express");
const cookies = require("cookie-parser");
const session = require("express-session");
const { RedisStore } = require("connect-redis");
const { createClient } = require("redis");
const nunjucks = require("nunjucks");
const i18n = require("hmpo-i18n");
const components = require("hmpo-components");
const wizard = require("hmpo-form-wizard");

const MODULES = process.env.NODE_PATH;
const THREE = ["one", "two", "three"];
const choice = { type: "radios", items: THREE, validate: ["required", { type: "equal", arguments: THREE }] };
const number = { type: "number", validate: ["required", "numeric"] };
const fields = {
  kind: choice,
  region: choice,
  insured: choice,
  age: number,
  months: number,
  name: { type: "text", validate: ["required", { type: "maxlength", arguments: [40] }] },
  birth: { type: "text", validate: ["required", "date"] },
  needs: { type: "checkboxes", multiple: true, items: THREE, validate: ["required"] },
};
const names = [...Object.keys(fields), "review"];
const steps = { "/": { entryPoint: true, resetJourney: true, skip: true, next: names[0] } };
names.forEach((name, place) => {
  steps[`/${name}`] = { fields: fields[name] ? [name] : [], template: "form-template", next: names[place + 1] || "done" };
});
steps["/done"] = { template: "form-template", noPost: true };

async function main() {
  const client = createClient({ url: process.env.REDIS_URL });
  await client.connect();
  const app = express();
  const secret = "a benchmark keeps no secret";
  app.use(cookies());
  app.use(session({ secret, resave: false, saveUninitialized: true, store: new RedisStore({ client }) }));
  app.set("view engine", "njk");
  const places = [path.join(MODULES, "hmpo-components", "components"), path.join(MODULES, "govuk-frontend", "dist")];
  const environment = nunjucks.configure(places, { express: app, watch: false, noCache: false });
  environment.addGlobal("govukRebrand", true);
  i18n.middleware(app, { allowedLangs: ["en"], watch: false, baseDir: [path.join(MODULES, "hmpo-components")] });
  components.setup(app, environment);
  app.use((request, answer, next) => {
    answer.locals.assetPath = "/public";
    answer.locals.baseUrl = request.baseUrl;
    next();
  });
  app.use(express.urlencoded({ extended: true }));
  app.use("/questions", wizard(steps, fields, { name: "questions", templatePath: "" }));
  app.use((failure, request, answer, next) => {
    if (failure.redirect) return answer.redirect(failure.redirect);
    console.error(failure);
    return answer.status(500).send(String(failure));
  });
  app.listen(Number(process.env.PORT), "127.0.0.1");
}

main();
