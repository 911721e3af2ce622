/**
 * The one style sheet of the administrators' pages, and its sign. Nothing comes from elsewhere.
 *
 * Colours keep a contrast of 4.5 or more on both grounds; a state is always said in words too.
 */
export const STYLE = `
:root {
  color-scheme: light dark;
  --fond: #f6f7f9; --carte: #ffffff; --encre: #17202a; --gris: #56616d; --trait: #d8dde3;
  --marque: #0b5a6b; --lien: #0a5c8a; --bien: #14683a; --bien-fond: #e3f3e9;
  --attente: #7a4d00; --attente-fond: #fdf0d5; --mal: #a31515; --mal-fond: #fde7e7; --neutre-fond: #e9edf1;
}
@media (prefers-color-scheme: dark) {
  :root {
    --fond: #14181d; --carte: #1d232a; --encre: #e8ecf0; --gris: #a7b1bc; --trait: #37414c;
    --marque: #6fc3d4; --lien: #83c5ee; --bien: #86d6a5; --bien-fond: #17352433;
    --attente: #f0c674; --attente-fond: #4a360a66; --mal: #ff9d9d; --mal-fond: #5a1d1d66; --neutre-fond: #2b343d;
  }
}
* { box-sizing: border-box }
body { margin: 0; background: var(--fond); color: var(--encre); font: 16px/1.5 system-ui, 'Segoe UI', 'DejaVu Sans', sans-serif }
header { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; align-items: center; padding: .6rem 1.5rem; background: var(--carte); border-bottom: 1px solid var(--trait) }
.marque { display: flex; gap: .5rem; align-items: center; margin: 0; font-weight: 700; font-size: 1.15rem; color: var(--marque) }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem; margin: 0; padding: 0; list-style: none }
nav a { display: block; padding: .35rem .7rem; border-radius: .4rem; color: var(--encre); text-decoration: none }
nav a:hover { background: var(--neutre-fond) }
nav a[aria-current] { background: var(--neutre-fond); font-weight: 600; color: var(--marque) }
.session { display: flex; gap: .75rem; align-items: center; margin: 0 0 0 auto; color: var(--gris) }
main { max-width: 78rem; margin: 0 auto; padding: 1rem 1.5rem 3rem }
h1 { margin: .5rem 0 1rem; font-size: 1.6rem; line-height: 1.25 }
h2 { margin: 2rem 0 .6rem; font-size: 1.2rem }
footer { max-width: 78rem; margin: 0 auto; padding: 0 1.5rem 2rem; color: var(--gris); font-size: .875rem }
a { color: var(--lien) }
a:focus-visible, button:focus-visible, input:focus-visible, select:focus-visible, textarea:focus-visible, .tableau:focus-visible { outline: 3px solid var(--lien); outline-offset: 2px }
.evitement { position: absolute; left: -100rem }
.evitement:focus { left: 1rem; top: 1rem; padding: .5rem 1rem; background: var(--carte) }
.tuiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr)); gap: .8rem; margin: 0 0 1.5rem; padding: 0; list-style: none }
.tuiles a, .tuiles div { display: block; height: 100%; padding: .8rem 1rem; background: var(--carte); border: 1px solid var(--trait); border-left: .3rem solid var(--trait); border-radius: .5rem; color: inherit; text-decoration: none }
.tuiles a:hover { border-color: var(--lien) }
.tuiles strong { display: block; font-size: 1.9rem; line-height: 1.2; font-variant-numeric: tabular-nums }
.tuiles small { color: var(--gris) }
.tuiles .mal { border-left-color: var(--mal) } .tuiles .mal strong { color: var(--mal) }
.tuiles .attente { border-left-color: var(--attente) }
.tuiles .bien { border-left-color: var(--bien) }
.tableau { overflow-x: auto; background: var(--carte); border: 1px solid var(--trait); border-radius: .5rem }
table { width: 100%; border-collapse: collapse; font-size: .94rem }
caption { padding: .6rem .8rem; text-align: left; color: var(--gris); font-size: .875rem }
th, td { padding: .5rem .8rem; text-align: left; vertical-align: top; border-top: 1px solid var(--trait) }
thead th { color: var(--gris); font-weight: 600; white-space: nowrap }
thead .nombre { text-align: right }
.nombre { text-align: right; font-variant-numeric: tabular-nums }
.sous td:first-child { padding-left: 2rem; color: var(--gris) }
td.tard { background: var(--mal-fond); color: var(--mal); font-weight: 700 }
tbody th { font-weight: 600 }
.etat { display: inline-block; padding: .05rem .55rem; border-radius: 1rem; background: var(--neutre-fond); font-size: .85rem; white-space: nowrap }
.etat + .etat { margin-left: .35rem }
.ref { white-space: nowrap }
div.avis, p.avis { margin: 0 0 1rem } .avis ul { margin: .4rem 0 0; padding-left: 1.2rem }
.etat.bien { background: var(--bien-fond); color: var(--bien) }
.etat.attente { background: var(--attente-fond); color: var(--attente) }
.etat.mal { background: var(--mal-fond); color: var(--mal) }
.vide { padding: .8rem 1rem; background: var(--carte); border: 1px dashed var(--trait); border-radius: .5rem; color: var(--gris) }
.rien, .aide { color: var(--gris) }
.avis { padding: .8rem 1rem; border-radius: .5rem; background: var(--bien-fond); color: var(--bien); border: 1px solid currentColor }
.avis.mal { background: var(--mal-fond); color: var(--mal) }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .3rem 1.5rem; margin: 0; padding: 1rem; background: var(--carte); border: 1px solid var(--trait); border-radius: .5rem }
dt { color: var(--gris) } dd { margin: 0; overflow-wrap: anywhere }
.chronologie { margin: 0; padding: 1rem 1rem 1rem 2rem; background: var(--carte); border: 1px solid var(--trait); border-radius: .5rem }
.chronologie li { margin: .35rem 0 } .chronologie time { color: var(--gris); margin-right: .75rem; font-variant-numeric: tabular-nums }
form { margin: 0 } label { font-weight: 600 }
.motif, .filtre, .connexion { display: flex; flex-wrap: wrap; gap: .6rem 1rem; align-items: center; padding: 1rem; background: var(--carte); border: 1px solid var(--trait); border-radius: .5rem }
.connexion { max-width: 32rem; flex-direction: column; align-items: stretch }
.filtre { margin-bottom: 1rem } .enligne { display: inline-flex; gap: .4rem; align-items: center }
input[type=checkbox] { min-height: 0; width: 1.1rem; height: 1.1rem }
time { white-space: nowrap }
input, select, textarea { min-height: 2.4rem; padding: .4rem .6rem; border: 1px solid var(--gris); border-radius: .35rem; background: var(--fond); color: inherit; font: inherit }
input[name=motif] { flex: 1 1 18rem } textarea { width: 100%; min-height: 8rem; font-family: ui-monospace, monospace }
button, .bouton { min-height: 2.4rem; padding: .4rem 1rem; border: 0; border-radius: .35rem; background: var(--marque); color: var(--carte); font: inherit; font-weight: 600; cursor: pointer; text-decoration: none }
button:hover { filter: brightness(1.12) }
button.discret { min-height: 0; padding: .2rem .6rem; background: none; border: 1px solid var(--trait); color: var(--encre); font-weight: 400 }
code, pre { font-family: ui-monospace, 'DejaVu Sans Mono', monospace; font-size: .88rem }
pre { overflow-x: auto; padding: 1rem; background: var(--carte); border: 1px solid var(--trait); border-radius: .5rem }
@media (max-width: 40rem) { dl { grid-template-columns: 1fr } dd { margin-bottom: .5rem } main, header, footer { padding-left: 1rem; padding-right: 1rem } .session { margin-left: 0 } }
@media print { header nav, form, .evitement { display: none } body { background: none } }
`

/** Two letters that meet: the sign of the house. */
export const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#0b5a6b"/><path d="M5 10h14v10H5z" fill="none" stroke="#fff" stroke-width="2"/><path d="M5 10l7 6 7-6" fill="none" stroke="#fff" stroke-width="2"/><path d="M22 13h5v11H13v-2" fill="none" stroke="#9fdbe6" stroke-width="2"/></svg>`
