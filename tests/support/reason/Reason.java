import java.io.File;
import java.util.TreeSet;
import org.semanticweb.HermiT.Reasoner;
import org.semanticweb.owlapi.apibinding.OWLManager;
import org.semanticweb.owlapi.model.OWLOntology;
import org.semanticweb.owlapi.profiles.OWL2DLProfile;
import org.semanticweb.owlapi.profiles.OWLProfileViolation;

/** Says of a file of RDF/XML what keeps it outside OWL 2 DL, and whether HermiT finds it consistent. */
public class Reason {
    public static void main(String[] arguments) throws Exception {
        OWLOntology ontology = OWLManager.createOWLOntologyManager().loadOntologyFromOntologyDocument(new File(arguments[0]));
        System.out.println("axioms " + ontology.getAxiomCount());
        TreeSet<String> told = new TreeSet<String>();
        for (OWLProfileViolation one : new OWL2DLProfile().checkOntology(ontology).getViolations()) {
            told.add("outside " + one.toString().replace('\n', ' '));
        }
        for (String one : told) System.out.println(one);
        System.out.println("consistent " + new Reasoner(ontology).isConsistent());
    }
}
