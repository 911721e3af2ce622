/**
 * Given names that are usual in France, folded: what tells a person's name from other words in a file name.
 *
 * INSEE, Fichier des prénoms: the most given since 1920. Left out are those that are words as well (rose, claire,
 * iris, victoire, france…): beside a word in capitals they name nobody.
 */
import { ensemble } from './mots.ts'

/** Is this folded word a given name and hardly anything else? */
export function isPrenom(said: string): boolean {
  return PRENOMS.has(said)
}

const PRENOMS = ensemble(
  'abdallah abdel abdelkader abdou abel achille adam adama adele adeline adil adrien adrienne agathe agnes ahmed aicha ' +
    'aime aissatou alain alan alban albert alberte alex alexandra alexandre alexia alexis alfred ali alice alicia aline alix ' +
    'aliya alphonse amadou amandine amelie amina amir amira ana anais anatole andre andrea andree ange angelina angeline ' +
    'angelique anita anna annabelle anne annette annick annie anouk anthony antoine antoinette antonin antonio apolline ' +
    'ariane aristide arlette armand armande arnaud arthur assia astrid aubin aude audrey augustin augustine aurelie ' +
    'aurelien axel axelle ayoub aziz baptiste barbara bastien beatrice benjamin benoit berenice bernadette bernard berthe ' +
    'bertrand bilal blaise boris boubacar brahim brice brigitte bruno camille candice carine carla carmen carole caroline ' +
    'catherine cecile cedric celeste celestin celia celine chantal charlene charles charline chloe christelle christian ' +
    'christiane christine christophe cindy claude claudette claudia claudie claudine clara clarisse clea clemence ' +
    'clementine cloe clotilde clovis colette coline constance corentin corinne cyprien cyril cyrille damien daniel daniela ' +
    'daniele danielle danny david deborah delphine denis denise diana didier dimitri djamila dominique dorian dorothee ' +
    'dylan eddy edgar edith edmond edmonde edouard edwige elena eleonore eliane elias elie eliette elina eline elisa ' +
    'elisabeth elise elodie eloise elsa elvire emeline emile emilie emilien emma emmanuel emmanuelle enzo eric erika ernest ' +
    'erwan estelle esteban esther ethan etienne eugene eugenie eva evan eveline evelyne ewan fabien fabienne fabrice ' +
    'fanny farid fatiha fatima fatou fatoumata faustine felicie felix ferdinand fernand fernande fernando filipe flavie ' +
    'flora flore florent florian floriane francine francis francisco franck francois francoise frederic frederique gabin ' +
    'gabriel gabrielle gaelle gaetan gaston gautier genevieve geoffrey georges georgette gerald geraldine gerard germain ' +
    'germaine ghislaine gilbert gilberte gilles gines ginette gisele gregoire gregory guillaume gustave guy gwenael ' +
    'gwendoline hakim hamid hamza hannah hassan hector heidi helena helene heloise henri henriette herve hicham hortense ' +
    'houria hubert hugo hugues hussein ibrahim ida ilyes imane ines ingrid irene isaac isabelle isidore ismael ivan ' +
    'jacqueline jacques jade jamila janine jean jeanine jeanne jeannine jennifer jeremie jeremy jerome jessica joachim ' +
    'joanna jocelyne joel joelle johan johanna jonathan jordan jorge jose josee joseph josephine josette josiane joseane ' +
    'josselin julia julian juliana julie julien julienne juliette justin justine kader kamel karim karima karine karl ' +
    'katia kelly kenza kevin khadija khaled laetitia lahcen laila lambert lara laura laure laurence laurent laurie lea ' +
    'leila lena leo leon leonard leonie leopold leslie lila lilian liliane lina linda line lionel lisa lise livia loic ' +
    'lola lorenzo lou louane loubna louis louisa louise louna loris lubin luc luca lucas lucette lucie lucien lucienne ' +
    'lucile lucille ludivine ludovic luis luisa lydia lydie maelle maelys magali mahmoud malika malik malo mamadou manon ' +
    'manuel manuela marc maria marcel marcelle marcelline mariam mariama marianne marie marielle marina mario marion marius ' +
    'marlene marthe martine maryline maryse maryvonne mateo mathieu mathilde mathis matheo matthieu matteo maud maurice ' +
    'maxence maxime maximilien mehdi melanie melina melissa meryem michael michel michele micheline michelle miguel ' +
    'mikael milan mireille mohamed mohammed moise monique morgane mouhamed mounir moussa murielle muriel myriam nabil ' +
    'nadege nadia nadine naima naomi nasser nassim natacha nathalie nathan nawel nelly nestor nicolas nicole nina noa ' +
    'noah noel noelle noemie nolan noah nora norbert nour octavie odette odile olga olivia olivier ophelie oscar ' +
    'ousmane pablo paola pascal pascale patrice patricia patrick paul paula paule paulette pauline pedro perrine philippe ' +
    'pierre pierrette pierrick quentin rachel rachid rachida raoul raphael raphaelle raymond raymonde rebecca regine ' +
    'regis reine remi remy renaud rene renee richard rita robert roberte robin roger roland rolande romain romane romuald ' +
    'ronan roxane rodolphe sabine sabrina sacha said saida salim salima salome samia samir samira samuel sandra sandrine ' +
    'sara sarah sebastien selma serge severine sidonie simon simone sofia sofiane solange solene sonia sophie souad ' +
    'soufiane stella stephane stephanie steve steven suzanne sylvain sylvie tania tanguy tarik thea theo theodore theophile ' +
    'therese thibaud thibault thibaut thierry thomas tiago timeo timothee titouan toni tristan ugo ulysse valentin ' +
    'valentine valerie vanessa vera veronique victor victoria vincent virgile virginie viviane vladimir walid wassim ' +
    'wilfried william xavier yacine yael yanis yann yannick yasmina yasmine youssef yves yvette yvon yvonne zakaria zeinab ' +
    'zelie zineb zoe zohra zora',
)
