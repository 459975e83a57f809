(() => {
  if (window.newslabMarked) return;
  window.newslabMarked = true;
  const clear = (root, name) => root.querySelectorAll("." + name).forEach((e) => e.classList.remove(name));
  document.addEventListener("mouseover", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const root = target && target.closest(".newslab-marked");
    if (!root) return;
    clear(root, "on");
    clear(root, "pointed");
    const near = {};  // the nearest mark of each sort: q(uote), e(ntity), c(laim)
    for (let e = target.closest("[data-k]"); e && root.contains(e); e = e.parentElement.closest("[data-k]")) {
      const key = e.dataset.k;
      if (!(key[0] in near)) near[key[0]] = key;
    }
    const keys = new Set(Object.values(near));
    const fromMargin = target.closest(".margin");
    if (keys.size) root.querySelectorAll("[data-k]").forEach((e) => {
      if (!keys.has(e.dataset.k)) return;
      e.classList.add("on");
      if (fromMargin) e.classList.add("pointed");
    });
  });
  document.addEventListener("change", (event) => {
    const select = event.target.closest && event.target.closest(".newslab-marked .legend select");
    if (!select) return;
    const root = select.closest(".newslab-marked");
    const wanted = [...root.querySelectorAll(".legend select")].filter((e) => e.value !== "");  // by: who speaks; held: how certain
    const off = new Set();
    root.querySelectorAll(".body span[data-by], .margin li[data-k]").forEach((e) => {
      const wrong = wanted.some(({ value, dataset: { by } }) => (by in e.dataset || e.tagName === "LI") && e.dataset[by] !== value);
      e.classList.toggle("off", wrong);
      if (wrong) off.add(e.dataset.k);
    });
    root.querySelectorAll(".body :is(.sp, .cue)").forEach((e) => e.classList.toggle("off", off.has(e.dataset.k)));
  });
  document.querySelectorAll(".newslab-marked a[data-claim]").forEach((a) => {  // the other article is on this page, too
    if (document.getElementById(a.dataset.claim)) a.href = "#" + encodeURIComponent(a.dataset.claim);
  });
})();
