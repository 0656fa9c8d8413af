import pytest

from tests.statements import counted


def marks(figure):
    """The trace of a figure that holds the agencies."""
    (found,) = (trace for trace in figure["data"] if "customdata" in trace)
    return found


def test_the_page_says_how_much_it_draws(client, office, read):
    page = read(client, "/graph")
    assert page.words("//div[@class='head']/span") == "4 项有单位的任务、6 家单位、5 对牵头—配合关系"


def test_the_matrix_says_who_leads_with_whom_and_leads_to_the_tasks(client, office, read):
    page = read(client, "/graph")
    heads = page.texts("//table[@class='mx']/thead//th")
    assert heads == ["市财政局", "广州市商务委", "广州海关", "牵头"]
    assert page.texts("//table[@class='mx']//tr[th/a[text()='广州市商务委']]/td") == ["1", "", "1", "1"]
    cell = page.all("//table[@class='mx']//tr[th/a[text()='广州市商务委']]/td[1]/a")[0]
    assert read(client, cell.get("href")).texts("//a[contains(@class, 'title')]") == ["培育龙头企业"]


def test_each_figure_has_its_table(client, office, read):
    page = read(client, "/graph")
    assert page.texts("//section[@aria-labelledby='network']//summary") == ["数据表：5 对牵头—配合关系"]
    assert len(page.all("//section[@aria-labelledby='network']//tr[td]")) == 5
    assert page.texts("//section[@aria-labelledby='load']//tr[td][1]")[0] == "市财政局1020"
    assert len(page.all("//section[@aria-labelledby='load']//tr[td]")) == 6


def test_the_figures_are_asked_for_with_the_page_s_conditions(client, office, read):
    page = read(client, "/graph?document=draft&agency=1&page=3")
    assert [place.get("data-figure") for place in page.all("//div[@data-figure]")] == [
        "/graph/network.json?document=draft",
        "/graph/load.json?document=draft",
    ]


def test_a_mark_carries_its_agency_and_names_its_tasks(client, office):
    figure = client.get("/graph/network.json").json
    agencies = marks(figure)
    place = agencies["customdata"].index(str(office.districts))
    assert "一（二） 建设园区" in agencies["hovertext"][place]
    assert set(client.get("/graph/load.json").json["data"][0]["customdata"]) == set(agencies["customdata"])


def test_a_narrow_screen_gets_fewer_agencies(loaded_client):
    wide, narrow = (
        marks(loaded_client.get(f"/graph/network.json?shape={shape}").json)["customdata"]
        for shape in ("wide", "narrow")
    )
    assert len(narrow) == 16
    assert len(wide) > 40


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("document=none", "没有“none”这个文件；所以没有可画的关系。去掉这个条件，或者改选一个。"),
        ("jurisdiction=火星", "没有“火星”这个地区；所以没有可画的关系。去掉这个条件，或者改选一个。"),
        ("document=province", "这些任务没有牵头和配合的关系可画。"),
        ("document=issued&scope=draft", "这些条件下没有任务。换一个范围或文件再看。"),
    ],
)
def test_a_graph_without_links_says_why(client, office, read, asked, sentence):
    page = read(client, f"/graph?{asked}")
    assert (page.status, page.words("//p[@class='empty']")) == (200, sentence)
    assert page.all("//div[@id='network-figure']") == []


@pytest.mark.parametrize("address", ["/graph/network.json", "/graph/load.json"])
@pytest.mark.parametrize("asked", ["", "document=none", "scope=some", "shape=round"])
def test_a_figure_of_nothing_is_still_a_figure(client, address, asked):
    answer = client.get(f"{address}?{asked}")
    assert (answer.status_code, set(answer.json)) == (200, {"data", "layout"})


@pytest.mark.parametrize("address", ["/graph", "/graph/network.json", "/graph/load.json"])
def test_the_graph_asks_at_most_twelve_statements(app, client, office, address):
    client.get(address)
    with counted(app) as statements:
        client.get(address)
    assert len(statements) <= 12


@pytest.mark.parametrize(("on", "name"), [("printed", "市商务委"), ("today", "市商务局"), ("2018-12-31", "市商务委")])
def test_the_document_of_2017_is_drawn_with_the_bodies_of_any_day(loaded_client, read, on, name):
    address = f"document=000-guangzhou-2017-36&on={on}"
    page = read(loaded_client, f"/graph?{address}")
    assert page.texts("//section[@aria-labelledby='load']//tbody/tr[1]/td[1]") == [name]
    figure = loaded_client.get(f"/graph/network.json?{address}").json
    assert marks(figure)["text"][0].startswith(name)
    chosen = page.texts("//div[@class='standpoint']//*[@aria-current or @class='chosen']")
    assert chosen == [{"printed": "按印发时", "today": "今日"}.get(on, "截至")]
