// Who is signed in: Stead tells every page of a system at /.stead/session.

const own = `https://stead.${location.host}`; // Stead's own pages

/** Shows the name and the way out; a page whose session has ended goes to sign in and comes back. */
export async function showWho() {
  const answer = await fetch("/.stead/session").catch(() => null);
  const who = document.getElementById("who");
  if (answer?.status === 401 && !who.hidden) location.reload();
  if (!answer?.ok) return;
  document.getElementById("who-name").textContent = (await answer.json()).account;
  document.getElementById("who-name").href = own;
  document.getElementById("sign-out").href = `${own}/sign-out`;
  who.hidden = false;
}
