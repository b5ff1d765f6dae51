eurzad_service(skrytka WSDL skrytka.wsdl PATH /soap/skrytka EPUAP /pk_external_ws/services/skrytka
               CALLER ob:IdentyfikatorPodmiotu)
