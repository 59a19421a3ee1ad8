{% load static %}// Shows the page "no network" when a page cannot be fetched. It keeps no page of a person.
const KEPT = "gongjia-1";
const FILES = ["{% url 'web:offline' %}", "{% static 'bootstrap/bootstrap-reboot.min.css' %}", "{% static 'web/tokens.css' %}", "{% static 'web/base.css' %}", "{% static 'web/member.css' %}"];

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(KEPT).then((cache) => cache.addAll(FILES)));
});

self.addEventListener("fetch", (event) => {
  const asked = event.request;
  if (asked.method === "GET" && asked.mode === "navigate") {
    event.respondWith(fetch(asked).catch(() => caches.match(FILES[0])));
  } else if (FILES.includes(new URL(asked.url).pathname)) {
    event.respondWith(fetch(asked).catch(() => caches.match(asked)));
  }
});
