"""One invented story told twice in different words, and another one; used by several tests."""

# ruff: noqa: E501 - one paragraph a line, as pages have them

FIRST = """\
The town of Varnholt will tear down its old grain silo this autumn after a long quarrel over asbestos.
Mayor Ilse Brandt told the council on Tuesday that a survey by the engineering firm Teklund had found asbestos in eleven of the fourteen storage shafts.
Removing the fibres would cost 4.2 million euros, she explained, almost twice the annual road budget of the municipality.
The silo was built in 1938 and closed in 1991, when the cooperative moved its grain trade to the port of Emdal.
Since then pigeons and teenagers have been its only visitors, and in 2016 a boy of fourteen broke his leg falling through a rotten hatch.
A citizens' group led by the retired teacher Konrad Voss collected 2,300 signatures to turn the tower into a climbing hall and a museum of farming.
Voss accused the council of ignoring a second opinion by the university in Halden, which put the bill for cleaning at only 1.6 million euros.
Brandt replied that the Halden study had looked at three shafts alone and that no insurer would cover volunteers working inside.
Demolition is to begin on 14 October with a crane from Oslund, because explosives are forbidden so close to the railway.
The cleared plot will be sold to a housing association that plans forty flats for elderly tenants.
Neighbours in Mill Street were promised water cannons against the dust and a hotline for complaints."""

SECOND = """\
Varnholt is saying goodbye to a landmark: the disused grain silo is coming down this autumn, and asbestos is to blame.
Engineers from Teklund surveyed the fourteen shafts where grain was once stored and discovered the dangerous fibres in eleven of them, according to mayor Ilse Brandt, who informed councillors on Tuesday.
Getting rid of the asbestos would swallow 4.2 million euros. That is nearly double what the municipality spends on roads in a year.
Built in 1938, the tower lost its purpose in 1991 as the cooperative shifted trading to Emdal and its port.
Only teenagers and pigeons came afterwards. A fourteen-year-old boy fell through a rotten hatch in 2016 and broke a leg.
Not everybody agrees with the decision. Retired teacher Konrad Voss and his citizens' group want a farming museum and a hall for climbing there, and 2,300 people have signed.
According to Voss, the council has ignored the university in Halden, whose second opinion says cleaning needs just 1.6 million euros.
The Halden researchers studied only three shafts, Brandt answered, adding that insurers would refuse to cover any volunteers inside the building.
A crane from Oslund starts the demolition on 14 October, as the railway is too close for explosives.
Later a housing association will buy the plot and put up forty flats for older tenants.
To keep dust away from Mill Street, water cannons will be used, and neighbours can complain by hotline."""

OTHER = """\
A choir of bus drivers from Lindmark has won the national amateur singing contest for the second time.
The nineteen men and women beat a hospital ensemble and a school chorus in the final at the Concert House on Saturday evening.
Their programme mixed sea shanties with a piece by a living composer, Ruta Salonen, who had written it for the depot's anniversary.
Rehearsals take place at five in the morning, before the first shift, in a wash bay with good acoustics.
"You hear every mistake in there," said Petra Lund, who drives line seven and sings alto.
The jury praised clean intonation and humour, and gave the choir 96 points out of a hundred.
Prize money of ten thousand crowns will pay for new folders and for a trip to a festival in Tartu next June.
The transport company has promised to lend a coach, provided that somebody from the choir is at the wheel."""
