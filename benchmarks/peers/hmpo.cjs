// hmpo-form-wizard, which runs the British passport office's forms: Express, sessions in Redis, Nunjucks. The pages are
// plainer than with its own components, which is in its favour.
"use strict";

const express = require("express");
const cookies = require("cookie-parser");
const session = require("express-session");
const { RedisStore } = require("connect-redis");
const { createClient } = require("redis");
const nunjucks = require("nunjucks");
const wizard = require("hmpo-form-wizard");

const PAGE = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Questions</title>
<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="/static/site.css"></head><body><main id="main">
{% if backLink %}<a href="{{ backLink }}">Back</a>{% endif %}
<form method="post"><input type="hidden" name="x-csrf-token" value="{{ token }}">
{% for key, field in options.fields %}<fieldset><legend><h1>{{ key }}</h1></legend>
{% for item in field.items %}<label><input type="{{ field.kind }}" name="{{ key }}" value="{{ item }}"> {{ item }}</label>
{% else %}<input type="text" name="{{ key }}" value="{{ values[key] }}">{% endfor %}</fieldset>{% endfor %}
<button>Continue</button></form></main></body></html>`;

class Memory extends nunjucks.Loader {
  getSource(name) {
    return { src: PAGE, path: name, noCache: false };
  }
}

const THREE = ["one", "two", "three"];
const choice = { kind: "radio", items: THREE, validate: ["required", { type: "equal", arguments: THREE }] };
const number = { validate: ["required", "numeric"] };
const fields = {
  kind: choice,
  region: choice,
  insured: choice,
  age: number,
  months: number,
  name: { validate: ["required", { type: "maxlength", arguments: [40] }] },
  birth: { validate: ["required", "date"] },
  needs: { kind: "checkbox", multiple: true, items: THREE, validate: ["required"] },
};
const names = [...Object.keys(fields), "review"];
const steps = { "/": { entryPoint: true, resetJourney: true, skip: true, next: names[0] } };
names.forEach((name, place) => {
  steps[`/${name}`] = { fields: fields[name] ? [name] : [], template: "page.html", next: names[place + 1] || "done" };
});
steps["/done"] = { template: "page.html", noPost: true };

async function main() {
  const client = createClient({ url: process.env.REDIS_URL });
  await client.connect();
  const app = express();
  const environment = new nunjucks.Environment(new Memory(), { autoescape: true });
  environment.express(app);
  app.use((request, answer, next) => {
    const render = answer.render.bind(answer);
    answer.render = (view, values, then) => render(view, { ...values, token: answer.locals["csrf-token"] }, then);
    next();
  });
  app.get("/static/site.css", (_, answer) => answer.type("css").send("main{max-width:40rem;margin:auto}"));
  app.use(cookies(), express.urlencoded({ extended: true }));
  app.use(session({ secret: "a benchmark keeps no secret", resave: false, saveUninitialized: true, store: new RedisStore({ client }) }));
  app.use("/questions", wizard(steps, fields, { name: "questions", templatePath: "" }));
  app.use((failure, request, answer, next) => {
    if (failure.redirect) return answer.redirect(failure.redirect);
    console.error(failure);
    return answer.status(500).send(String(failure));
  });
  app.listen(Number(process.env.PORT), "127.0.0.1");
}

main();
