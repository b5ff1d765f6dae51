eurzad_service(poswiadczenia WSDL poswiadczenia.wsdl PATH /soap/poswiadczenia CALLER ob:IdentyfikatorPodmiotu)
