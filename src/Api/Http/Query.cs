using System.Globalization;

namespace Omnichannel.Http;

/// <summary>What the query string says.</summary>
public static class Query
{
    public static long After(HttpContext httpContext) => Number(httpContext, "after", 0, long.MaxValue, 0);

    public static int Limit(HttpContext httpContext, int max, int whenLeftOut) => (int)Number(httpContext, "limit", 1, max, whenLeftOut);

    /// <summary><c>?consistency=strong</c>, or left out.</summary>
    public static bool IsStrong(HttpContext httpContext)
    {
        if (!httpContext.Request.Query.TryGetValue("consistency", out var values)) return false;
        if (values is ["strong"]) return true;
        throw new BadInputException(ProblemKinds.ParameterInvalid, "consistency", "consistency is strong, or left out.");
    }

    /// <summary>Null when it is left out.</summary>
    public static string? Text(HttpContext httpContext, string name)
    {
        if (!httpContext.Request.Query.TryGetValue(name, out var values)) return null;
        return values.Count == 1 ? values[0] : throw new BadInputException(ProblemKinds.ParameterInvalid, name, $"{name} is given once.");
    }

    private static long Number(HttpContext httpContext, string name, long min, long max, long whenLeftOut)
    {
        if (!httpContext.Request.Query.TryGetValue(name, out var values)) return whenLeftOut;
        var isNumber = long.TryParse(values.Count == 1 ? values[0] : null, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        if (isNumber && number >= min && number <= max) return number;
        throw new BadInputException(ProblemKinds.ParameterInvalid, name, $"{name} is given once, in digits, {min} to {max}.");
    }
}
