// Files that are chosen travel at once, with what is typed; one that is too large is refused before it travels.
(() => {
  document.querySelectorAll("input[type=file][data-megabytes]").forEach((input) => {
    const button = input.form.querySelector("button[value=attach]");
    const told = document.createElement("p");
    told.className = "fault";
    told.setAttribute("role", "alert");
    button.hidden = true;
    input.addEventListener("change", () => {
      document.querySelectorAll(".notice.of-files").forEach((before) => before.remove());
      const most = Number(input.dataset.megabytes);
      const large = [...input.files].filter((file) => file.size > most * 1024 * 1024);
      input.parentElement.after(told);
      if (large.length) {
        told.textContent = `“${large.map((file) => file.name).join("”、“")}”超过 ${most} MB，没有上传；请压缩图片或拆成几个文件。`;
        input.value = "";
      } else if (input.files.length) {
        told.textContent = "";
        button.textContent = "正在上传……";
        button.hidden = false;
        input.form.requestSubmit(button);
        button.disabled = true;
      }
    });
  });
})();
