def test_a(any_store): 
    with any_store.writing() as u: assert u.index_version()==0
def test_b(any_store): 
    with any_store.reading() as u: assert u.index_version()==0
