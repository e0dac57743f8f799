// Reasons show only where somebody is away, and the numbers follow the taps. Without this all still works.
"use strict";
document.querySelectorAll("[data-ticking]").forEach((part) => {
  const away = ["excused", "absent"];
  const settle = () => {
    const counts = { there: 0, excused: 0, absent: 0 };
    part.querySelectorAll("li").forEach((line) => {
      const chosen = line.querySelector("input[type=radio]:checked");
      if (!chosen) return;
      line.classList.toggle("is-away", away.includes(chosen.value));
      if (line.hasAttribute("data-line")) counts[away.includes(chosen.value) ? chosen.value : "there"] += 1;
    });
    for (const [name, number] of Object.entries(counts)) {
      const place = part.querySelector(`[data-count=${name}]`);
      if (place) place.textContent = number;
    }
  };
  part.querySelectorAll(".people").forEach((list) => list.classList.add("is-scripted"));
  part.addEventListener("change", settle);
  settle();
});
