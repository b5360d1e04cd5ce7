using Omnichannel.Http;

namespace Omnichannel.Api;

public sealed class JsonPointerTests
{
    [Theory]
    [InlineData(null, "")]
    [InlineData("$", "")]
    [InlineData("$.quantity", "/quantity")]
    [InlineData("$.lines[0].sku", "/lines/0/sku")]
    [InlineData("$.lines[12]", "/lines/12")]
    [InlineData("$['a.b']", "/a.b")]
    [InlineData("$['a~b/c']", "/a~0b~1c")]
    [InlineData("$.lines[0]['it's']", "/lines/0/it's")]
    [InlineData("$['a']b']", "/a']b")]
    [InlineData("$[']']", "/]")]
    [InlineData("$.", "/")]
    public void OfPath_WhenGiven_PointsToTheSame(string? path, string pointer) => Assert.Equal(pointer, JsonPointer.OfPath(path));

    [Fact]
    public void OfPath_WhenAnyText_EndsAndIsBounded()
    {
        var random = new Random(20261122);
        for (var run = 0; run < 20_000; run++)
        {
            var path = "$" + new string([.. Enumerable.Range(0, random.Next(12)).Select(_ => ".['] a"[random.Next(6)])]);
            Assert.InRange(JsonPointer.OfPath(path).Length, 0, 300);
        }

        Assert.InRange(JsonPointer.OfPath("$." + new string('x', 100_000)).Length, 1, 300);
    }
}
